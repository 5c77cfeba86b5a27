import js from "@eslint/js";
import globals from "globals";

export default [
    { ignores: ["**/node_modules/", "**/.venv/", "site/"] },
    js.configs.recommended,
    {
        languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
        rules: {
            eqeqeq: "error",
            "no-empty": ["error", { allowEmptyCatch: true }],
            "no-implied-eval": "error",
            "prefer-const": "error",
            "no-var": "error",
        },
    },
];
