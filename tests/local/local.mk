.PHONY: test-local
test-local: $(NODE_STAMP) ## Runs containers of workflows with Docker or Podman; needs one of them, and a static busybox
	npx jest tests/local --testPathIgnorePatterns=/node_modules/
