package org.shomar.aggregator.feed;

import org.shomar.aggregator.ingress.Problem;

import java.nio.charset.StandardCharsets;

/// Why a request gets no content.
///
/// @param problem of the one table of problems
/// @param detail  what is wrong with this request, in one English line
record PublicProblem(Problem problem, String detail) {
    static PublicProblem notFound(String detail) {
        return new PublicProblem(Problem.NOT_FOUND, detail);
    }

    static PublicProblem method() {
        return new PublicProblem(Problem.METHOD, "only GET and HEAD are answered here");
    }

    static PublicProblem malformed(String detail) {
        return new PublicProblem(Problem.MALFORMED, detail);
    }

    static PublicProblem notPublished(String detail) {
        return new PublicProblem(Problem.NOT_PUBLISHED, detail);
    }

    static PublicProblem tooLarge() {
        return new PublicProblem(Problem.TOO_LARGE, "requests here have no body");
    }

    static PublicProblem uri() {
        return new PublicProblem(Problem.URI, "the request line is too long");
    }

    static PublicProblem headers() {
        return new PublicProblem(Problem.HEADERS, "the request headers are too large");
    }

    static PublicProblem overloaded(String detail) {
        return new PublicProblem(Problem.OVERLOADED, detail);
    }

    int status() {
        return problem.status();
    }

    byte[] body() {
        return problem.json(detail, null).encode().getBytes(StandardCharsets.UTF_8);
    }
}
