// Node begins on the day on which the pages show what commands print: what they say of ends of support depends on it.
const offset = Date.parse("2026-11-25T12:00:00Z") - Date.now();

globalThis.Date = class extends Date {
  constructor(...args) {
    super(...(args.length === 0 ? [Date.now()] : args));
  }

  static now() {
    return super.now() + offset;
  }
};
