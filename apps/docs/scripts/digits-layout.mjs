/** What `digits.bin` holds. */
export const digitBytes = 28 * 28;
export const trainDigits = 4000;
export const testDigits = 500;
