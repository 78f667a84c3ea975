package sluice.value;

import java.text.Normalizer;

/** The one rule for names that callers give: to SKUs, accounts and locations, and, somewhat wider, to their own orders. */
public final class Names {

    private static final int MAX_CHARACTERS = 64;

    private Names() {}

    /**
     * Returns {@code name} unchanged.
     *
     * @throws IllegalArgumentException naming {@code what}, unless it is a {@link #reference} without {@code /} or {@code |}
     */
    static String checked(String what, String name) {
        if (isPlain(name)) {
            return name;
        }
        if (name.indexOf('/') >= 0 || name.indexOf('|') >= 0) {
            throw new IllegalArgumentException(what + " must not contain '/' or '|'");
        }
        return reference(what, name);
    }

    /**
     * Returns {@code name}, which a caller gave to something of its own, unchanged.
     *
     * @throws IllegalArgumentException naming {@code what}, unless it is 1 to 64 printable characters in Unicode NFC, with
     *     no control character and no space at either end
     */
    public static String reference(String what, String name) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_CHARACTERS) {
            throw new IllegalArgumentException(what + " must have 1 to " + MAX_CHARACTERS + " characters");
        }
        if (isSpace(name.codePointAt(0)) || isSpace(name.codePointBefore(name.length()))) {
            throw new IllegalArgumentException(what + " must not begin or end with a space");
        }
        if (!name.codePoints().allMatch(Names::isPrintable)) {
            throw new IllegalArgumentException(what + " must hold printable characters only");
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
            throw new IllegalArgumentException(what + " must be in Unicode normalisation form C");
        }
        return name;
    }

    /** Whether it is made of ASCII letters, digits and the like alone, as nearly all are, so that nothing can be wrong with it. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c > '~' || c == '/' || c == '|') {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_CHARACTERS;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
