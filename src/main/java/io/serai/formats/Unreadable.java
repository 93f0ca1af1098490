package io.serai.formats;

/** Why a body can't be made what is asked for, in an operator's words and without what it held. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean unsupported;

  Unreadable(String reason) {
    this(reason, false);
  }

  private Unreadable(String reason, boolean unsupported) {
    super(reason, null, false, false);
    this.unsupported = unsupported;
  }

  /** Nothing is wrong with it, but nobody here can read it: a charset, a coding. */
  static Unreadable unsupported(String reason) {
    return new Unreadable(reason, true);
  }

  /** Such as "in koi8-r where UTF-8 or ISO-8859-1 was expected". */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether another charset or coding of the same would do. */
  public boolean isUnsupported() {
    return unsupported;
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
