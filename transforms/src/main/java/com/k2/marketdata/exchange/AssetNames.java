package com.k2.marketdata.exchange;

/** The characters in names of assets. */
final class AssetNames {
  private AssetNames() {}

  /** An ASCII digit, or a letter of any script that is not in lower case. */
  static boolean isUpperCaseOrDigit(int codePoint) {
    if (codePoint < 128) {
      return codePoint >= 'A' && codePoint <= 'Z' || codePoint >= '0' && codePoint <= '9';
    }
    return Character.isLetter(codePoint)
        && !Character.isLowerCase(codePoint)
        && !Character.isTitleCase(codePoint);
  }
}
