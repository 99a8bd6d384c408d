package org.shomar.aggregator;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A debugger that stops each thread of another JVM where it enters a method, and nothing
/// else: to everybody around, that thread hangs there.
final class Hang implements AutoCloseable {
    private final VirtualMachine machine;

    private Hang(VirtualMachine machine) {
        this.machine = machine;
    }

    /// What makes a JVM take a debugger on this port.
    static List<String> options(int port) {
        return List.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address="
                + "127.0.0.1:" + port);
    }

    static Hang in(int port) throws IOException {
        AttachingConnector connector =
                Bootstrap.virtualMachineManager().attachingConnectors().stream()
                        .filter(each -> each.transport().name().equals("dt_socket"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        set(arguments, "hostname", "127.0.0.1");
        set(arguments, "port", Integer.toString(port));
        try {
            return new Hang(connector.attach(arguments));
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Map<String, Connector.Argument> arguments, String name, String value) {
        Objects.requireNonNull(arguments.get(name), name).setValue(value);
    }

    /// @param type a class that is loaded already
    Hang at(String type, String method) {
        ReferenceType loaded = machine.classesByName(type).getFirst();
        for (Method overload : loaded.methodsByName(method)) {
            BreakpointRequest stop =
                    machine.eventRequestManager().createBreakpointRequest(overload.location());
            stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            stop.enable();
        }
        return this;
    }

    /// Everything goes on.
    @Override
    public void close() {
        machine.dispose();
    }
}
