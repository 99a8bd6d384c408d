package org.shomar.aggregator;

import com.sun.jdi.ArrayType;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassNotLoadedException;
import com.sun.jdi.ClassType;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.InvalidTypeException;
import com.sun.jdi.InvocationException;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectCollectedException;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A debugger of another JVM that brings about faults in it: threads hang, the system answers
/// what it would answer in bad times, memory is held and never given back. Everything goes on
/// when it is closed. A JVM takes one at a time.
final class Debugger implements AutoCloseable {
    private static final String ANSWER = "answer";

    private final VirtualMachine machine;

    /// What the thread that stops next is to do before it is answered.
    private final Queue<Consumer<ThreadReference>> errands = new ConcurrentLinkedQueue<>();

    /// Not collected until [#letGo].
    private final Queue<ObjectReference> held = new ConcurrentLinkedQueue<>();

    /// Why nobody who stops is answered any more.
    private final Queue<RuntimeException> faults = new ConcurrentLinkedQueue<>();

    private Debugger(VirtualMachine machine) {
        this.machine = machine;
    }

    /// What makes a JVM take a debugger on this port.
    static List<String> options(int port) {
        return List.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address="
                + "127.0.0.1:" + port);
    }

    static Debugger in(int port) throws IOException {
        AttachingConnector connector =
                Bootstrap.virtualMachineManager().attachingConnectors().stream()
                        .filter(each -> each.transport().name().equals("dt_socket"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        set(arguments, "hostname", "127.0.0.1");
        set(arguments, "port", Integer.toString(port));
        try {
            Debugger debugger = new Debugger(connector.attach(arguments));
            Thread.ofPlatform().daemon().name("debugger").start(debugger::answerWhoStops);
            return debugger;
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Map<String, Connector.Argument> arguments, String name, String value) {
        Objects.requireNonNull(arguments.get(name), name).setValue(value);
    }

    /// To everybody around, each thread that enters the method hangs there.
    ///
    /// @param type a class that is loaded already
    Debugger hangAt(String type, String method) {
        stops(type, method).forEach(EventRequest::enable);
        return this;
    }

    /// Who calls the method gets this answer, and the method does not run.
    ///
    /// @param type   a class that is loaded already
    /// @param method that gives a `long`
    Debugger answerAt(String type, String method, LongSupplier answer) {
        for (EventRequest stop : stops(type, method)) {
            stop.putProperty(ANSWER, answer);
            stop.enable();
        }
        return this;
    }

    private List<BreakpointRequest> stops(String type, String method) {
        return loaded(type).methodsByName(method).stream().map(this::stop).toList();
    }

    private BreakpointRequest stop(Method method) {
        BreakpointRequest stop =
                machine.eventRequestManager().createBreakpointRequest(method.location());
        stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        return stop;
    }

    private ReferenceType loaded(String type) {
        return machine.classesByName(type).getFirst();
    }

    private void answerWhoStops() {
        try {
            while (true) {
                for (Event event : machine.eventQueue().remove()) {
                    if (event instanceof BreakpointEvent stopped
                            && stopped.request().getProperty(ANSWER) instanceof LongSupplier now) {
                        answer(stopped.thread(), now);
                    }
                }
            }
        } catch (VMDisconnectedException closed) {
            // nobody stops any more
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException fault) {
            faults.add(fault);
        }
    }

    private void answer(ThreadReference thread, LongSupplier answer) {
        for (var errand = errands.poll(); errand != null; errand = errands.poll()) {
            errand.accept(thread);
        }
        try {
            thread.forceEarlyReturn(machine.mirrorOf(answer.getAsLong()));
        } catch (InvalidTypeException
                | ClassNotLoadedException
                | IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        }
        thread.resume();
    }

    /// Holds one array of so many bytes in the heap.
    void holdInHeap(int bytes) {
        while (true) {
            try {
                hold(((ArrayType) loaded("byte[]")).newInstance(bytes));
                return;
            } catch (ObjectCollectedException tooLate) {
                // the collector was there first: another one
            }
        }
    }

    /// Holds a buffer of so many bytes beside the heap, from when a thread is answered next.
    void holdBesideHeap(int bytes) {
        errands.add(thread -> hold(allocateDirect(thread, bytes)));
    }

    private ObjectReference allocateDirect(ThreadReference thread, int bytes) {
        ClassType buffer = (ClassType) loaded("java.nio.ByteBuffer");
        try {
            return (ObjectReference) buffer.invokeMethod(
                    thread,
                    buffer.methodsByName("allocateDirect").getFirst(),
                    List.of(machine.mirrorOf(bytes)),
                    ObjectReference.INVOKE_SINGLE_THREADED);
        } catch (InvalidTypeException
                | ClassNotLoadedException
                | IncompatibleThreadStateException
                | InvocationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hold(ObjectReference memory) {
        memory.disableCollection();
        held.add(memory);
    }

    /// What was held is garbage now.
    void letGo() {
        for (ObjectReference memory = held.poll(); memory != null; memory = held.poll()) {
            memory.enableCollection();
        }
    }

    /// Everything goes on. Fails when somebody who stopped could not be answered.
    @Override
    public void close() {
        machine.dispose();
        for (RuntimeException fault : faults) {
            throw fault;
        }
    }
}
