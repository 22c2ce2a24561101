// tsx loads the pack: Pulumi's own ts-node would check the types of all that it imports at each update. CI checks them.
require("tsx/cjs/api").register();
module.exports = require("./index.ts");
