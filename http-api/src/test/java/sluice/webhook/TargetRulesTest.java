package sluice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.Uri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.webhook.TargetRules.AddressVerdict;
import sluice.webhook.TargetRules.UrlVerdict;

class TargetRulesTest {

    private static final TargetRules RULES = TargetRules.allowing("");

    /** A line of the corpus. */
    record Case(String verdict, String url, List<InetAddress> answers) {
        @Override
        public String toString() {
            return verdict + " " + url + " " + answers;
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyUrlOfTheCorpus_isJudgedAsItSays(Case line) {
        assertEquals(line.verdict, verdict(RULES, line));
    }

    @Test
    void corpus_isLarge() {
        assertTrue(corpus().count() >= 200);
    }

    @Test
    void everyUrlThatIsTaken_readsTheSameToAnotherParser() {
        for (var line : corpus().filter(line -> !line.verdict.equals("url")).toList()) {
            var uri = Uri.create(line.url);
            var target = accepted(RULES, line.url);
            assertEquals(target.port(), uri.port(), line.url);
            assertEquals(
                    AddressRange.address(target.host())
                            .map(InetAddress::getHostAddress)
                            .orElse(target.host()),
                    AddressRange.address(uri.host().address())
                            .map(InetAddress::getHostAddress)
                            .orElse(uri.host().address()),
                    line.url);
        }
    }

    private static String verdict(TargetRules rules, Case line) {
        return switch (rules.url(line.url)) {
            case UrlVerdict.Refused refused -> "url";
            case UrlVerdict.Accepted(var target) ->
                switch (rules.addresses(target, literalOr(target, line.answers))) {
                    case AddressVerdict.Accepted accepted -> "ok";
                    case AddressVerdict.Refused refused -> "address";
                };
        };
    }

    private static List<InetAddress> literalOr(Target target, List<InetAddress> answers) {
        return AddressRange.address(target.host()).map(List::of).orElse(answers);
    }

    static Stream<Case> corpus() {
        try (var file = Objects.requireNonNull(TargetRulesTest.class.getResourceAsStream("targets.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .map(TargetRulesTest::parsed)
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Case parsed(String line) {
        var parts = line.split(" +", -1);
        var url = parts[1].replace("%s", " ")
                .replace("%t", "\t")
                .replace("%n", "\n")
                .replaceAll("%0(?![0-9])", "\0");
        var answers = parts.length < 3 || parts[2].equals("none")
                ? List.<InetAddress>of()
                : Arrays.stream(parts[2].split(",", -1))
                        .map(TargetRulesTest::address)
                        .toList();
        return new Case(parts[0], url, answers);
    }

    private static InetAddress address(String text) {
        return AddressRange.address(text).orElseThrow(() -> new AssertionError(text));
    }

    @Test
    void target_saysWhereToGo() {
        assertEquals(
                new Target("hooks.example.com", 8443, true, "/In?a=%20b", false, false),
                accepted(RULES, "https://Hooks.Example.com:8443/In?a=%20b"));
        assertEquals(
                "hooks.example.com",
                accepted(RULES, "https://hooks.example.com:443").authority());
        assertEquals(
                "hooks.example.com:8443",
                accepted(RULES, "https://hooks.example.com:8443").authority());
        assertEquals(
                "[2606:4700:4700::1111]:8443",
                accepted(RULES, "https://[2606:4700:4700::1111]:8443/").authority());
        assertFalse(accepted(RULES, "https://hooks.example.com/in?token=s3cret")
                .toString()
                .contains("s3cret"));
    }

    @Test
    void longUrl_isRefused() {
        var longest = "https://hooks.example.com/" + "a".repeat(2_048 - 26);
        assertInstanceOf(UrlVerdict.Accepted.class, RULES.url(longest));
        assertInstanceOf(UrlVerdict.Refused.class, RULES.url(longest + "a"));
    }

    /** What is allowed: nothing for the empty text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        127.0.0.0/8            | http://127.0.0.1:9000/in      | -                       | ok
        127.0.0.0/8            | https://127.0.0.1/in          | -                       | ok
        127.0.0.0/8            | http://localhost:9000/        | 127.0.0.1               | ok
        127.0.0.0/8            | http://localhost:9000/        | 127.0.0.1,::1           | address
        127.0.0.0/8,::1        | http://localhost:9000/        | 127.0.0.1,::1           | ok
        127.0.0.0/8            | http://10.0.0.1/              | -                       | url
        127.0.0.0/8            | http://hooks.example.com/     | 93.184.215.14           | address
        127.0.0.0/8            | http://hooks.example.com/     | 127.0.0.1               | ok
        127.0.0.0/8            | https://hooks.example.com/    | 93.184.215.14           | ok
        127.0.0.0/8            | https://hooks.example.com/    | 93.184.215.14,127.0.0.1 | ok
        127.0.0.0/8            | https://hooks.example.com/    | 10.0.0.1                | address
        127.0.0.0/8            | https://hooks.example.com:25/ | 93.184.215.14           | address
        127.0.0.0/8            | https://2130706433/           | 127.0.0.1               | url
        127.0.0.0/8            | http://u@127.0.0.1/           | -                       | url
        sink                   | http://sink:80/               | 172.18.0.3              | ok
        ' Sink , 10.1.0.0/16 ' | http://SINK/                  | fd00::3                 | ok
        sink                   | http://sink.example.com/      | 172.18.0.3              | url
        sink                   | http://172.18.0.3/            | -                       | url
        10.1.0.0/16            | http://10.1.255.255/          | -                       | ok
        10.1.0.0/16            | http://10.2.0.0/              | -                       | url
        10.1.2.3               | http://10.1.2.3/              | -                       | ok
        10.1.2.3               | http://10.1.2.4/              | -                       | url
        10.1.2.0/23            | http://10.1.3.9/              | -                       | ok
        10.1.2.0/23            | http://10.1.4.0/              | -                       | url
        ::1                    | http://[::1]:9000/            | -                       | ok
        0.0.0.0/0              | http://192.168.0.1/           | -                       | ok
        """)
    void whatTheOperatorAllows_mayBeReached(String allowed, String url, String answers, String verdict) {
        var addresses = answers.equals("-")
                ? List.<InetAddress>of()
                : Arrays.stream(answers.split(",", -1))
                        .map(TargetRulesTest::address)
                        .toList();
        assertEquals(verdict, verdict(TargetRules.allowing(allowed), new Case(verdict, url, addresses)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "::/129",
                "10.0.0.0/",
                "0x7f.0.0.1",
                "a b",
                "https://sink",
                "*.lan",
                "10.0.0.0/08"
            })
    void allowanceThatIsNone_isRefusedByName(String allowed) {
        var refused = assertThrows(IllegalArgumentException.class, () -> TargetRules.allowing("sink," + allowed));
        assertTrue(refused.toString().contains("'" + allowed + "'"), refused::toString);
    }

    /** The JDK's own notion of what is special, which is another's work, is a part of ours. */
    @Test
    void whatTheJdkCallsSpecial_isNotPublic() throws UnknownHostException {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var special = 0;
        for (var i = 0; i < 200_000; i++) {
            var bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            var address = InetAddress.getByAddress(bytes);
            if (address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress()) {
                special++;
                assertFalse(PublicAddresses.isPublic(address), () -> address + " with seed " + seed);
            }
        }
        assertTrue(special > 1_000, "seen: " + special);
    }

    @ParameterizedTest
    @CsvSource({
        "9.255.255.255, 10.0.0.0, 10.255.255.255, 11.0.0.0",
        "100.63.255.255, 100.64.0.0, 100.127.255.255, 100.128.0.0",
        "126.255.255.255, 127.0.0.0, 127.255.255.255, 128.0.0.0",
        "168.63.129.15, 168.63.129.16, 168.63.129.16, 168.63.129.17",
        "169.253.255.255, 169.254.0.0, 169.254.255.255, 169.255.0.0",
        "172.15.255.255, 172.16.0.0, 172.31.255.255, 172.32.0.0",
        "191.255.255.255, 192.0.0.0, 192.0.0.255, 192.0.1.0",
        "192.167.255.255, 192.168.0.0, 192.168.255.255, 192.169.0.0",
        "198.17.255.255, 198.18.0.0, 198.19.255.255, 198.20.0.0",
        "2001:200::, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db9::",
        "2001:ffff::, 2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2003::",
        "3ffe::, 3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, 3fff:1000::",
    })
    void rangesThatAreNotPublic_endWhereTheyDo(String before, String first, String last, String after) {
        assertTrue(PublicAddresses.isPublic(address(before)), before);
        assertFalse(PublicAddresses.isPublic(address(first)), first);
        assertFalse(PublicAddresses.isPublic(address(last)), last);
        assertTrue(PublicAddresses.isPublic(address(after)), after);
    }

    private static Target accepted(TargetRules rules, String url) {
        return assertInstanceOf(UrlVerdict.Accepted.class, rules.url(url)).target();
    }
}
