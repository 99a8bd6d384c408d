package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Goal: a frame is what RFC 6455 says, and all who write it share its bytes.
/// Method: headers of each form written out by hand; views that are moved and given back.
@DisplayName("a text frame")
class TextFrameTest {
    @ParameterizedTest(name = "{0} bytes: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            length | header
            0      | 8100
            1      | 8101
            125    | 817d
            126    | 817e007e
            32768  | 817e8000
            65535  | 817effff
            65536  | 817f0000000000010000
            """)
    void beginsWithTheHeaderOfItsLength(int length, String header) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        String expected = header + HexFormat.of().formatHex(text);

        assertThat(ByteBufUtil.hexDump(TextFrame.of(text).view())).isEqualTo(expected);
        assertThat(ByteBufUtil.hexDump(TextFrame.shared(text).view())).isEqualTo(expected);
    }

    @Test
    void putsItsPartsTogether() {
        ByteBuf view =
                TextFrame.shared(ascii("{\"data\":"), ascii("7"), ascii("}")).view();

        assertThat(view.readByte()).isEqualTo((byte) 0x81);
        assertThat(view.readByte()).isEqualTo((byte) 10);
        assertThat(view.toString(StandardCharsets.US_ASCII)).isEqualTo("{\"data\":7}");
    }

    @Test
    void isOutsideTheHeapWhenShared() {
        assertThat(TextFrame.shared(ascii("many")).view().isDirect()).isTrue();
        assertThat(TextFrame.of(ascii("one")).view().isDirect()).isFalse();
    }

    @Test
    void letsEachSocketReadOnItsOwn() {
        TextFrame frame = TextFrame.shared(ascii("text"));
        ByteBuf half = frame.view();
        half.skipBytes(3);
        ByteBuf whole = frame.view();

        assertThat(whole.readableBytes()).isEqualTo(6);
        assertThat(half.readableBytes()).isEqualTo(3);
        assertThat(half.memoryAddress()).isEqualTo(whole.memoryAddress());
        assertThat(frame.viewsHeld()).isEqualTo(2);
        half.release();
        whole.release();
        assertThat(frame.viewsHeld()).isZero();
        assertThat(frame.view().readableBytes()).isEqualTo(6);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
