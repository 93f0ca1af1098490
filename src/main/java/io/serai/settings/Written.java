package io.serai.settings;

/**
 * A setting as somebody wrote it, before it is checked.
 *
 * @param key as written, perhaps with {@code .file} at its end
 * @param source {@code conf/serai.properties:12}, {@code SERAI_LISTENER_PORT}, {@code -p}
 * @param file relative to the instance directory, empty if from no file
 * @param line 1-based, 0 if from no file
 */
record Written(String key, String text, String source, String file, int line) {

  static Written inFile(String file, PropertiesReader.Entry entry) {
    return new Written(entry.key(), entry.text(), file + ":" + entry.line(), file, entry.line());
  }

  static Written elsewhere(String key, String text, String source) {
    return new Written(key, text, source, "", 0);
  }

  /** How a message begins: the key where a file and line stand before it, else the source too. */
  private String subject() {
    return file.isEmpty() ? source + " " + key : key;
  }

  Problem error(String message, String expected, String cure) {
    return Problem.error(file, line, 0, subject() + ": " + message, expected, cure);
  }

  Problem warning(String message, String expected, String cure) {
    return Problem.warning(file, line, 0, subject() + ": " + message, expected, cure);
  }
}
