/** An environment variable whose value is not one of those it can have. */
export class SettingError extends Error {
  override name = 'SettingError';
  /** The environment variable. */
  readonly setting: string;
  /** What is wrong with its value. */
  readonly wrong: string;
  /** Its value. */
  readonly got: string;
  /** The values it can have. */
  readonly expected: string;

  constructor(setting: string, wrong: string, got: string, expected: string) {
    super(`${setting}: ${wrong}. Got ${got}. Expected ${expected}.`);
    this.setting = setting;
    this.wrong = wrong;
    this.got = got;
    this.expected = expected;
  }
}
