// Pulumi's SDK loads TypeScript and npm's arborist, 10 MB of source, to serialise functions of JavaScript. No resource of this program
// has one, and each test file would load both anew. Whatever uses them fails here.
module.exports = new Proxy(
  {},
  {
    get: (_, key) => {
      if (key === "__esModule") {
        return false;
      }
      throw new Error(`${String(key)} of TypeScript or arborist is used; jest.config.js leaves both out of the SDK`);
    },
  },
);
