# Works on a machine that has only Python ≥ 3.11, make and a package index.
.DEFAULT_GOAL := help
.PHONY: help demo test test-slow lint clean
PYTHON = $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/python
READY := .venv/ready
ROOMS := sources warehouse expectations dashboards pipelines

help: ## 列出命令 list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## 演示：从报送件到发布的页面 the demo, from delivered files to published pages (15 s once installed)
	@$(RUN) -m pipelines.cli run --demo

test: $(READY) ## 测试 the tests (2 min)
	$(RUN) -m pytest -m "not slow" --durations=10

test-slow: $(READY) ## 慢测试：断电、重装 the slow tests: crashes and the like
	$(RUN) -m pytest -m slow --durations=10

lint: $(READY) ## 代码检查 style and types
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

clean: ## 删除环境与演示 remove .venv, caches and the demo
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	if [ -f edustat-demo/.edustat-demo ]; then rm -rf edustat-demo; fi

# Compiling at once saves several seconds on the first run, also where Python is told to write no bytecode.
$(READY): requirements.lock
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本：没有找到 python3、python3.13、python3.12 或 python3.11。" \
		"Python 3.11 or newer is needed."; exit 2; }
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --no-compile --no-deps --require-hashes -r requirements.lock
	$(RUN) -m compileall -qq -j 0 .venv/lib || true
	@touch $@
