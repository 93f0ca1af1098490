package io.serai.formats;

/** Why a body can't be made what is asked for, in an operator's words and without what it held. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private enum Kind {
    BROKEN,
    UNSUPPORTED,
    TOO_LONG
  }

  private final Kind kind;

  Unreadable(String reason) {
    this(reason, Kind.BROKEN);
  }

  private Unreadable(String reason, Kind kind) {
    super(reason, null, false, false);
    this.kind = kind;
  }

  /** Nothing is wrong with it, but nobody here can read it: a charset, a coding. */
  static Unreadable unsupported(String reason) {
    return new Unreadable(reason, Kind.UNSUPPORTED);
  }

  /** It may be sound, but what it becomes is longer than allowed. */
  static Unreadable tooLong(long most) {
    return new Unreadable("that becomes more than " + most + " bytes", Kind.TOO_LONG);
  }

  /** Such as "in koi8-r where UTF-8 or ISO-8859-1 was expected". */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether another charset or coding of the same would do. */
  public boolean isUnsupported() {
    return kind == Kind.UNSUPPORTED;
  }

  /** Whether it becomes more than is allowed. */
  public boolean isTooLong() {
    return kind == Kind.TOO_LONG;
  }

  /** Short and printable, whatever somebody sent. */
  public static String shown(String value) {
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(value.length(), 60); i++) {
      char c = value.charAt(i);
      shown.append(c > ' ' && c < 0x7F ? c : ' ');
    }
    return shown.toString();
  }
}
