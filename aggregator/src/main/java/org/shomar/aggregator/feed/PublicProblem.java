package org.shomar.aggregator.feed;

import java.util.LinkedHashMap;
import java.util.Map;

/// Why a request gets no content (RFC 9457).
///
/// @param code   of the contract, last part of `type`
/// @param detail what is wrong with this request, in one English line
/// @param retry  `never` or `later`
record PublicProblem(int status, String code, String title, String detail, String retry) {
    static PublicProblem notFound(String detail) {
        return new PublicProblem(404, "not-found", "Not found", detail, "never");
    }

    static PublicProblem method() {
        return new PublicProblem(
                405,
                "method",
                "Method not allowed",
                "only GET and HEAD are answered here",
                "never");
    }

    static PublicProblem malformed(String detail) {
        return new PublicProblem(400, "malformed", "Malformed request", detail, "never");
    }

    static PublicProblem notPublished() {
        return new PublicProblem(
                403, "not-published", "Not published", "the contest is not published yet", "later");
    }

    static PublicProblem tooLarge() {
        return new PublicProblem(
                413, "too-large", "Content too large", "requests here have no body", "never");
    }

    static PublicProblem uri() {
        return new PublicProblem(
                414, "uri", "URI too long", "the request line is too long", "never");
    }

    static PublicProblem headers() {
        return new PublicProblem(
                431, "headers", "Headers too large", "the request headers are too large", "never");
    }

    static PublicProblem overloaded(String detail) {
        return new PublicProblem(503, "overloaded", "Overloaded", detail, "later");
    }

    byte[] body() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "/problems/" + code);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        members.put("code", code);
        members.put("retry", retry);
        return JsonText.encode(members);
    }
}
