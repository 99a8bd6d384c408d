package org.shomar.aggregator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One page of a [Browser]: what it shows, what it asked for, what it complained of.
final class BrowserPage implements AutoCloseable {
    private final Browser browser;
    private final String target;
    private final String session;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    BrowserPage(Browser browser, String target, String session) {
        this.browser = browser;
        this.target = target;
        this.session = session;
        browser.listen(session, this::heard);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            ask(domain + ".enable", new JsonObject());
        }
        ask(
                "Emulation.setEmulatedMedia",
                new JsonObject()
                        .put(
                                "features",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "prefers-reduced-motion")
                                                .put("value", "reduce"))));
    }

    private void heard(String method, JsonObject event) {
        switch (method) {
            case "Network.requestWillBeSent" ->
                requests.add(event.getJsonObject("request").getString("url"));
            case "Network.webSocketCreated" -> requests.add(event.getString("url"));
            case "Runtime.exceptionThrown" -> complaints.add(event.encode());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(event.getString("type"))) {
                    complaints.add(event.encode());
                }
            }
            case "Log.entryAdded" -> {
                JsonObject entry = event.getJsonObject("entry");
                if (List.of("error", "warning").contains(entry.getString("level"))) {
                    complaints.add(entry.encode());
                }
            }
            default -> {
                // of no interest here
            }
        }
    }

    void size(int width, int height, boolean phone) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", phone ? 2 : 1)
                        .put("mobile", phone));
    }

    void open(String url) {
        JsonObject answer = ask("Page.navigate", new JsonObject().put("url", url));
        if (answer.containsKey("errorText")) {
            throw new AssertionError(url + ": " + answer.getString("errorText"));
        }
    }

    /// The value of a JavaScript expression.
    Object value(String expression) {
        JsonObject answer = ask(
                "Runtime.evaluate",
                new JsonObject()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.encode());
        }
        return answer.getJsonObject("result").getValue("value", "");
    }

    String text(String selector) {
        return value("document.querySelector('" + selector + "')?.textContent ?? ''")
                .toString();
    }

    /// The texts of all elements that a selector finds.
    List<String> texts(String selector) {
        return list("[...document.querySelectorAll('" + selector + "')].map(e => e.textContent)");
    }

    /// The texts that an expression lists.
    List<String> list(String expression) {
        return ((JsonArray) value(expression)).stream().map(Object::toString).toList();
    }

    /// Waits until an expression is true, as a reader would who looks at the page.
    void until(String expression) {
        boolean seen = (Boolean) value("""
                new Promise((resolve) => {
                  const end = Date.now() + %d;
                  const look = () => {
                    if (%s) {
                      resolve(true);
                    } else if (Date.now() > end) {
                      resolve(false);
                    } else {
                      setTimeout(look, 50);
                    }
                  };
                  look();
                })""".formatted(Browser.WAIT_SECONDS * 500, expression));
        if (!seen) {
            throw new AssertionError("not seen: " + expression + "\nThe page says: "
                    + value("document.body.innerText") + "\nComplaints: " + complaints);
        }
    }

    void click(String selector) {
        value("document.querySelector('" + selector + "').click()");
    }

    /// Types into a field as a keyboard does.
    void type(String selector, String text) {
        value("document.querySelector('" + selector + "').focus()");
        ask("Input.insertText", new JsonObject().put("text", text));
    }

    /// Chooses files in a field as a reader does.
    void choose(String selector, Path... files) {
        String field = ask(
                        "Runtime.evaluate",
                        new JsonObject()
                                .put("expression", "document.querySelector('" + selector + "')"))
                .getJsonObject("result")
                .getString("objectId");
        JsonArray names = new JsonArray();
        for (Path file : files) {
            names.add(file.toAbsolutePath().toString());
        }
        ask("DOM.setFileInputFiles", new JsonObject().put("objectId", field).put("files", names));
    }

    void screenshot(Path file) throws IOException {
        String image = ask(
                        "Page.captureScreenshot",
                        new JsonObject().put("format", "png").put("captureBeyondViewport", true))
                .getString("data");
        Files.write(file, Base64.getDecoder().decode(image));
    }

    /// The address of everything that was fetched or connected to.
    List<String> requests() {
        return List.copyOf(requests);
    }

    /// Errors, warnings and violated policies, as the browser words them.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private JsonObject ask(String method, JsonObject parameters) {
        return browser.command(session, method, parameters);
    }

    @Override
    public void close() {
        browser.command("", "Target.closeTarget", new JsonObject().put("targetId", target));
    }
}
