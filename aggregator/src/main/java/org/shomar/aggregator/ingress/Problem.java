package org.shomar.aggregator.ingress;

import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Everything that can be wrong with a request, in one table: RFC 9457 answers and the page
/// that explains them.
public enum Problem {
    MALFORMED(
            400,
            "malformed",
            Retry.NEVER,
            "The message or request is not well-formed",
            "پیام یا درخواست درست ساخته نشده است",
            "Make the packet again with current software and sign it. The detail names the first wrong byte.",
            "بسته را با نرم‌افزار به‌روز دوباره بسازید و امضا کنید. توضیح، نخستین بایت نادرست را نشان می‌دهد."),
    UNKNOWN_BRANCH(
            403,
            "unknown-branch",
            Retry.NEVER,
            "The definition has no such branch",
            "این شعبه در تعریف انتخابات نیست",
            "Check the branch number against the definition of this election.",
            "شمارهٔ شعبه را با تعریف همین انتخابات بسنجید."),
    SIGNERS(
            403,
            "signers",
            Retry.NEVER,
            "Not the signatures that the contest asks for",
            "امضاها با آنچه این رقابت می‌خواهد یکی نیست",
            "Have as many holders of different roles sign as the contest asks for.",
            "به همان شمار که رقابت می‌خواهد، دارندگان نقش‌های گوناگون امضا کنند."),
    SIGNATURE(
            403,
            "signature",
            Retry.NEVER,
            "A signature does not verify under a key of the branch",
            "امضا با کلید این شعبه نمی‌خواند",
            "Sign with the key that the definition names for this branch; if it is lost, call headquarters.",
            "با کلیدی امضا کنید که در تعریف برای این شعبه آمده است؛ اگر گم شده، به ستاد خبر دهید."),
    KEY_REVOKED(
            403,
            "key-revoked",
            Retry.NEVER,
            "The key was taken from this branch",
            "این کلید دیگر از آنِ این شعبه نیست",
            "Sign with the branch's new key, or call headquarters.",
            "با کلید تازهٔ شعبه امضا کنید یا به ستاد خبر دهید."),
    NOT_PUBLISHED(
            403,
            "not-published",
            Retry.LATER,
            "The results of this contest are not released yet",
            "نتایج این رقابت هنوز منتشر نشده است",
            "Come back when officers have published the contest.",
            "پس از انتشار رسمی دوباره مراجعه کنید."),
    NOT_FOUND(
            404,
            "not-found",
            Retry.NEVER,
            "There is nothing at this address",
            "در این نشانی چیزی نیست",
            "Check the address; the paths are in the documentation of the interface.",
            "نشانی را بررسی کنید؛ مسیرها در مستندات آمده است."),
    METHOD(
            405,
            "method",
            Retry.NEVER,
            "This address does not take that method",
            "این نشانی چنین روشی را نمی‌پذیرد",
            "Use a method that the header Allow names.",
            "یکی از روش‌هایی را به کار ببرید که در سرآیند Allow آمده است."),
    TIMEOUT(
            408,
            "timeout",
            Retry.LATER,
            "The request did not arrive in time",
            "درخواست به‌موقع کامل نرسید",
            "Send the same bytes again; on a poor link send one packet a request.",
            "همان بایت‌ها را دوباره بفرستید؛ روی خط ضعیف، هر بار یک بسته."),
    TOO_LARGE(
            413,
            "too-large",
            Retry.NEVER,
            "The request is too large",
            "درخواست بیش از اندازه بزرگ است",
            "A packet has at most 65,535 bytes, a batch at most 32 MiB; send several batches.",
            "هر بسته حداکثر ۶۵٬۵۳۵ بایت و هر دسته حداکثر ۳۲ مبی‌بایت است؛ چند دسته بفرستید."),
    URI(
            414,
            "uri",
            Retry.NEVER,
            "The address is too long",
            "نشانی بیش از اندازه طولانی است",
            "Check the address; none here is longer than 4,096 bytes.",
            "نشانی را بررسی کنید؛ هیچ نشانی در اینجا طولانی‌تر از ۴٬۰۹۶ بایت نیست."),
    MEDIA_TYPE(
            415,
            "media-type",
            Retry.NEVER,
            "Not the content type or coding that this address takes",
            "نوع یا کدگذاری محتوا پذیرفتنی نیست",
            "Send application/cose to /v1/packets or application/cbor-seq to /v1/packets/batch, uncompressed.",
            "application/cose را به ‎/v1/packets‎ و application/cbor-seq را به ‎/v1/packets/batch‎ بفرستید، فشرده‌نشده."),
    HEADERS(
            431,
            "headers",
            Retry.NEVER,
            "The headers are too large",
            "سرآیندها بیش از اندازه بزرگ‌اند",
            "Send fewer or shorter headers, 8,192 bytes at most.",
            "سرآیندهای کمتر یا کوتاه‌تر بفرستید، حداکثر ۸٬۱۹۲ بایت."),
    R_101(
            422,
            "R-101",
            Retry.NEVER,
            "The packet is of another election",
            "بسته از انتخابات دیگری است",
            "Send it to the server of that election, or make it again for this one.",
            "به سرور همان انتخابات بفرستید یا برای این انتخابات دوباره بسازید."),
    R_102(
            422,
            "R-102",
            Retry.NEVER,
            "The packet was made with another definition",
            "بسته با تعریف دیگری ساخته شده است",
            "Load the current definition into the branch's device, count the fields again and sign.",
            "تعریف کنونی را در دستگاه شعبه بارگذاری کنید، خانه‌ها را دوباره بررسی و سپس امضا کنید."),
    R_103(
            422,
            "R-103",
            Retry.NEVER,
            "Rehearsal and official packets do not mix",
            "بستهٔ تمرینی و رسمی با هم جمع نمی‌شوند",
            "Switch the branch's device to the phase of this server and sign again.",
            "دستگاه شعبه را به مرحلهٔ این سرور ببرید و دوباره امضا کنید."),
    R_104(
            422,
            "R-104",
            Retry.NEVER,
            "The branch takes no part in this contest",
            "این شعبه در این رقابت شرکت ندارد",
            "Check the contest number against the definition.",
            "شمارهٔ رقابت را با تعریف بسنجید."),
    R_105(
            422,
            "R-105",
            Retry.NEVER,
            "Not one count for every candidate",
            "شمار رأی‌ها با شمار نامزدها نمی‌خواند",
            "Give one count for each candidate, in the order of the definition.",
            "برای هر نامزد یک عدد، به ترتیب تعریف، بنویسید."),
    R_106(
            422,
            "R-106",
            Retry.NEVER,
            "List votes are missing, superfluous or of the wrong number",
            "رأی فهرست‌ها نیامده، اضافی است یا تعداد آن درست نیست",
            "Give one count for each list of the contest, and none where it has no lists.",
            "برای هر فهرست یک عدد بنویسید و اگر رقابت فهرست ندارد، هیچ عددی ننویسید."),
    REVISION_CONFLICT(
            409,
            "revision-conflict",
            Retry.NEVER,
            "Another packet already has this revision",
            "بستهٔ دیگری با همین شمارهٔ بازنگری ثبت شده است",
            "To correct a result, sign revision current+1 that names the current packet's id.",
            "برای اصلاح، بازنگری بعدی را با شناسهٔ بستهٔ کنونی امضا کنید."),
    REVISION_GAP(
            409,
            "revision-gap",
            Retry.AFTER_PREVIOUS,
            "An earlier revision is missing",
            "بازنگری پیشین هنوز نرسیده است",
            "Send the missing revisions first, then this one again.",
            "نخست بازنگری‌های جاافتاده و سپس همین را دوباره بفرستید."),
    TOO_MANY(
            429,
            "too-many",
            Retry.LATER,
            "Too many requests from here",
            "درخواست‌های این فرستنده بیش از اندازه است",
            "Wait as long as Retry-After says, then send the same bytes again.",
            "به اندازهٔ Retry-After صبر کنید و همان بایت‌ها را دوباره بفرستید."),
    OVERLOADED(
            503,
            "overloaded",
            Retry.LATER,
            "The server has all the work it can take; nothing was stored",
            "سرور بیش از این نمی‌پذیرد؛ چیزی ثبت نشد",
            "Wait as long as Retry-After says, then send the same bytes again.",
            "به اندازهٔ Retry-After صبر کنید و همان بایت‌ها را دوباره بفرستید."),
    OUTCOME_UNKNOWN(
            503,
            "outcome-unknown",
            Retry.LATER,
            "It is not known whether the packet was stored",
            "معلوم نیست بسته ثبت شده باشد",
            "Send the same bytes again; the answer will say where the packet stands.",
            "همان بایت‌ها را دوباره بفرستید؛ پاسخ نشان می‌دهد که بسته ثبت شده است یا نه.");

    private static final Map<String, Problem> BY_CODE = new HashMap<>();

    static {
        for (Problem problem : values()) {
            BY_CODE.put(problem.code, problem);
        }
    }

    private final int status;
    private final String code;
    private final Retry retry;
    private final Text title;
    private final Text advice;

    /// When the same bytes may be sent again.
    enum Retry {
        NEVER,
        LATER,
        AFTER_PREVIOUS;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Problem(
            int status,
            String code,
            Retry retry,
            String en,
            String fa,
            String adviceEn,
            String adviceFa) {
        this.status = status;
        this.code = code;
        this.retry = retry;
        this.title = new Text(fa, en);
        this.advice = new Text(adviceFa, adviceEn);
    }

    public static Optional<Problem> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /// What it is, in one line.
    public Text title() {
        return title;
    }

    /// What to do about it.
    public Text advice() {
        return advice;
    }

    /// Whether the same bytes may be sent again after a while.
    boolean retryLater() {
        return retry == Retry.LATER;
    }

    /// The `application/problem+json` object.
    public JsonObject json(String detail, Answer.@Nullable Current current) {
        JsonObject json = new JsonObject()
                .put("type", "/problems/" + code)
                .put("title", title.en())
                .put("status", status)
                .put("detail", detail)
                .put("code", code)
                .put("retry", retry.word());
        return current == null ? json : json.put("current", current.json());
    }
}
