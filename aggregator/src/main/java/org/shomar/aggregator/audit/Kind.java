package org.shomar.aggregator.audit;

import org.shomar.aggregator.election.Text;

/// What can differ, each with a public code: 1xx the log's own statements, 2xx its files, 3xx
/// entries, 4xx what the server shows, 5xx answers that branches were given.
public enum Kind {
    CHECKPOINT_UNFIT(
            "A-101",
            "نقطهٔ وارسی دفتر وجود ندارد یا خوانا نیست.",
            "The log's checkpoint is missing or cannot be read."),
    LOG_SIGNATURE(
            "A-102",
            "نقطهٔ وارسی با کلید دفتر امضا نشده است.",
            "The checkpoint is not signed with the log's key."),
    ORIGIN("A-103", "نقطهٔ وارسی از دفتر دیگری است.", "The checkpoint is of another log."),
    WITNESSES(
            "A-104",
            "شاهدان کافی نقطهٔ وارسی را تأیید نکرده‌اند.",
            "Too few witnesses have cosigned the checkpoint."),
    WITNESS_FORGED(
            "A-105",
            "امضایی که به نام یک شاهد آمده، امضای او نیست.",
            "A signature in the name of a witness is not the witness's."),
    ROOT(
            "A-106",
            "ریشه‌ای که از نوشته‌های دفتر به دست می‌آید با ریشهٔ امضاشده یکی نیست.",
            "The root made from the entries is not the root that the log signed."),
    FORK(
            "A-107",
            "دفتر دو روایت دارد: آنچه پیش‌تر امضا شده بود بخشی از آنچه اکنون امضا شده نیست.",
            "The log has two versions: what it signed before is not a beginning of what it signs"
                    + " now."),
    REWIND(
            "A-108",
            "دفتر کوتاه‌تر از آن است که پیش‌تر امضا شده بود.",
            "The log is shorter than what it signed before."),
    STALL(
            "A-109",
            "کارگزار از کار مانده است: پاسخ نمی‌دهد یا نقطهٔ وارسی تازه نمی‌دهد.",
            "The server stands still: it does not answer, or signs no new checkpoint."),
    LOG_KEY(
            "A-110",
            "کلیدی که کارگزار به نام دفتر نشان می‌دهد کلید مورد انتظار نیست.",
            "The key that the server shows as the log's is not the expected one."),
    MISSING(
            "A-201",
            "پرونده‌ای از دفتر که باید همگانی باشد پیدا نشد.",
            "A file of the log that must be public is missing."),
    BUNDLE(
            "A-202",
            "بستهٔ نوشته‌ها خوانا نیست یا شمار نوشته‌هایش درست نیست.",
            "An entry bundle cannot be read, or has the wrong number of entries."),
    LEAF(
            "A-203",
            "نوشته با برگی که برای آن منتشر شده یکی نیست.",
            "An entry is not the one that the published leaf stands for."),
    TILE("A-204", "یکی از چکیده‌های درخت نادرست است.", "A hash of the tree is wrong."),
    STATEMENT(
            "A-301",
            "نخستین نوشتهٔ دفتر، معرفی همین پروندهٔ انتخابات نیست.",
            "The first entry does not name this election's definition."),
    MALFORMED(
            "A-302",
            "نوشته یک بستهٔ نتیجهٔ خوش‌ساخت نیست.",
            "An entry is not a well-formed result packet."),
    UNSIGNED(
            "A-303",
            "نوشته را شعبه‌ای که ادعا می‌کند امضا نکرده است.",
            "An entry is not signed by the branch that it names."),
    REFUSED(
            "A-304",
            "نوشته با پروندهٔ انتخابات نمی‌خواند و نباید ثبت می‌شد.",
            "An entry does not fit the definition and should not have been stored."),
    DUPLICATE("A-305", "یک بسته دو بار ثبت شده است.", "The same packet is stored twice."),
    REVISION(
            "A-306",
            "شمارهٔ ویرایش دنبالهٔ ویرایش پیشین این شعبه نیست.",
            "A revision does not follow the branch's revision before it."),
    PREVIOUS(
            "A-307",
            "نوشته، ویرایش پیشین را درست نام نمی‌برد.",
            "An entry does not name the revision before it."),
    ELECTION(
            "A-401",
            "مشخصات انتخابات که کارگزار نشان می‌دهد با پروندهٔ انتخابات یکی نیست.",
            "What the server says of the election is not what the definition says."),
    DEFINITION(
            "A-402",
            "پروندهٔ انتخابات که کارگزار می‌دهد همین پرونده نیست.",
            "The definition that the server hands out is not this file."),
    UNREADABLE(
            "A-403",
            "پاسخ کارگزار وجود ندارد یا خوانا نیست.",
            "An answer of the server is missing or cannot be read."),
    VOTES(
            "A-404",
            "آرای نشان‌داده‌شده با جمع بسته‌ها یکی نیست.",
            "The votes shown are not the sum of the packets."),
    LIST_VOTES(
            "A-405",
            "آرای فهرست‌ها با جمع بسته‌ها یکی نیست.",
            "The list votes shown are not the sum of the packets."),
    BALLOTS(
            "A-406",
            "شمار برگه‌ها با جمع بسته‌ها یکی نیست.",
            "The ballots shown are not the sum of the packets."),
    BRANCHES(
            "A-407",
            "شمار شعبه‌ها با دفتر یکی نیست.",
            "The numbers of branches shown are not those of the log."),
    STATUS("A-408", "وضعیت نشان‌داده‌شده درست نیست.", "The status shown is wrong."),
    PLACE_IN_LOG(
            "A-409",
            "شمارهٔ ترتیب نشان‌داده‌شده از آنِ نوشته‌ای از این رقابت نیست.",
            "The sequence number shown is not that of an entry of this contest."),
    RESULT(
            "A-410",
            "عضوی از نتیجهٔ نشان‌داده‌شده درست نیست.",
            "A member of the result shown is missing or wrong."),
    BRANCH_STATE(
            "A-411",
            "وضعیت نشان‌داده‌شدهٔ یک شعبه با دفتر یکی نیست.",
            "The state shown of a branch is not that of the log."),
    PROGRESS(
            "A-412",
            "پیشرفت نشان‌داده‌شدهٔ شمارش با دفتر یکی نیست.",
            "The progress shown is not that of the log."),
    STALE(
            "A-413",
            "کارگزار نتیجه‌ای کهنه نشان می‌دهد و نوشته‌های تازه‌تر در آن نیست.",
            "The server shows an old result: entries of the log are not in it."),
    AHEAD(
            "A-414",
            "کارگزار چیزی را نشان می‌دهد که در هیچ نقطهٔ وارسی امضاشده‌ای نیست.",
            "The server shows what no signed checkpoint covers."),
    EXPECTED(
            "A-415",
            "مجموع آرا با آنچه انتظار می‌رفت یکی نیست.",
            "The totals are not the expected ones."),
    ANSWER_UNFIT("A-501", "رسید یا پاسخ خوانا نیست.", "A receipt or answer cannot be read."),
    ANSWER_PROOF(
            "A-502",
            "رسید ثابت نمی‌کند که این بسته در دفتر است.",
            "A receipt does not prove that this packet is in the log."),
    ANSWER_LOST(
            "A-503",
            "بسته‌ای که رسید گرفته در جای خود در دفتر نیست.",
            "A packet that was given a receipt is not at its place in the log."),
    ANSWER_FORK(
            "A-504",
            "نقطهٔ وارسی یک رسید با دفتر کنونی نمی‌خواند.",
            "The checkpoint of a receipt contradicts the log."),
    ANSWER_STATE(
            "A-505",
            "آنچه به شعبه پاسخ داده شده با قاعده‌ها نمی‌خواند.",
            "What a branch was answered is not what the rules say.");

    private final String code;
    private final Text text;

    Kind(String code, String fa, String en) {
        this.code = code;
        this.text = new Text(fa, en);
    }

    /// Such as `A-203`; never given to another kind.
    public String code() {
        return code;
    }

    /// In both languages.
    public Text text() {
        return text;
    }
}
