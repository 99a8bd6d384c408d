package org.shomar.aggregator.ingress;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Text;

import java.util.Objects;
import java.util.Optional;

/// The page behind a problem's `type`: what it is and what to do, Persian first. It loads
/// nothing and runs nothing.
public final class ProblemPage {
    public static final String MEDIA_TYPE = "text/html; charset=utf-8";

    /// The `Content-Security-Policy` to send the page with.
    public static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'";

    private ProblemPage() {}

    /// The HTML of one page; empty when no problem has this code.
    public static Optional<String> of(String code) {
        return Problem.of(code).map(ProblemPage::render);
    }

    private static String render(Problem problem) {
        Text title = problem.title();
        Text advice = problem.advice();
        return """
                <!doctype html>
                <html lang="fa" dir="rtl">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s · %2$s</title>
                <style>
                body { font: 1.1rem/1.9 system-ui, Tahoma, sans-serif; max-width: 40rem;
                  margin: auto; padding: 1rem; }
                h1, h2 { font-size: 1.3rem; }
                [lang=en] { line-height: 1.5; margin-top: 2rem; border-top: 1px solid; }
                </style>
                </head>
                <body>
                <main>
                <h1>%2$s</h1>
                <p>%4$s</p>
                <p>کد: <code dir="ltr">%1$s</code> · وضعیت HTTP: <span dir="ltr">%6$s</span></p>
                <section lang="en" dir="ltr">
                <h2>%3$s</h2>
                <p>%5$s</p>
                <p>Code: <code>%1$s</code> · HTTP status: %6$s</p>
                </section>
                </main>
                </body>
                </html>
                """.formatted(
                        escaped(problem.code()),
                        escaped(title.fa()),
                        escaped(title.en()),
                        escaped(advice.fa()),
                        escaped(advice.en()),
                        Integer.toString(problem.status()));
    }

    /// @param text every problem has both languages
    static String escaped(@Nullable String text) {
        return Objects.requireNonNull(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
