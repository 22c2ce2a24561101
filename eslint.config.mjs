import eslint from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import boundaries from "eslint-plugin-boundaries";
import tseslint from "typescript-eslint";

/** Layers of the resources, lowest first: each takes the outputs of those before it. */
const RESOURCE_LAYERS = ["shared", "network", "cluster", "airflow", "workflows"].map((name) => `infra/${name}`);

/** The folders of the code, lowest first: a folder imports from itself and from those before it. */
const LAYERS = ["diagnostics", "platform", "workflow", ...RESOURCE_LAYERS, "infra", "preview", "cli"];

const layerPolicies = [
  ...LAYERS.map((layer, index) => ({
    from: { element: { type: layer } },
    allow: { to: { element: { types: { anyOf: LAYERS.slice(0, index + 1) } } } },
  })),
  // The roles of delivery are a program of their own: it shares the helpers, and no layer of the environment.
  {
    from: { element: { type: "infra/delivery" } },
    allow: {
      to: { element: { types: { anyOf: ["diagnostics", "platform", "workflow", "infra/shared", "infra/delivery"] } } },
    },
  },
  ...["preview", "cli"].map((type) => ({
    from: { element: { type } },
    allow: { to: { element: { type: "infra/delivery" } } },
  })),
  // The repository's own tools may use everything; the reference of permissions is made from the tests' table of needs.
  {
    from: { element: { type: "tools" } },
    allow: { to: { element: { types: { anyOf: [...LAYERS, "infra/delivery", "tools", "policies", "needs"] } } } },
  },
  {
    from: { element: { type: "policies" } },
    allow: { to: { element: { types: { anyOf: ["diagnostics", "platform", "policies"] } } } },
  },
  // The preview holds resources to the policies that `pulumi up` holds them to.
  { from: { element: { type: "preview" } }, allow: { to: { element: { type: "policies" } } } },
];

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "build/",
      ".venvs/",
      ".cache/",
      ".stryker-tmp/",
      "reports/",
      "**/*.generated.ts",
      "**/*.js",
      "**/*.mjs",
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: "error", noInlineConfig: true },
  },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    files: ["{diagnostics,platform,workflow,infra,preview,cli,tools,policies}/**/*.ts"],
    plugins: { boundaries },
    settings: {
      "import/resolver": { node: { extensions: [".ts", ".json"] } },
      "boundaries/elements": [
        ...[...LAYERS, "infra/delivery", "tools"].map((type) => ({ type, pattern: type, partialMatch: false })),
        { type: "policies", pattern: "policies/pulumi", partialMatch: false },
        { type: "needs", pattern: "tests/needs", partialMatch: false },
      ],
    },
    rules: { "boundaries/dependencies": ["error", { default: "disallow", policies: layerPolicies }] },
  },
  {
    // Pulumi begins where resources do.
    files: ["{diagnostics,platform,workflow}/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: ["@pulumi/*"] }] },
  },
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/ban-ts-comment": [
        "error",
        { "ts-ignore": true, "ts-expect-error": true, "ts-nocheck": true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
);
