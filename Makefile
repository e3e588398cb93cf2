# Works on a machine that has only Python ≥ 3.11, make and a package index.
.DEFAULT_GOAL := help
.PHONY: help demo dev test test-slow bench screenshots lint clean
PYTHON = $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/python
READY := .venv/ready
HOME_USED = $(abspath $(or $(EDUSTAT_HOME),edustat-home))

help: ## 列出命令 list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## 演示：从报送件到发布的页面 the demo, from delivered files to published pages (half a minute once installed)
	@.venv/bin/edustat run --demo

test: $(READY) ## 测试 the tests (2 to 5 min on two cores)
	$(RUN) -m pytest -m "not slow" -n auto --dist loadfile --no-loadscope-reorder --durations=10

test-slow: $(READY) ## 慢测试：断电、重装 the slow tests: crashes, a thousand disturbed files, ten years of a county (5 to 14 min)
	$(RUN) -m pytest -m slow -n auto --dist loadfile --no-loadscope-reorder --durations=10

bench: $(READY) ## 基准：同一次运行中的比值 benchmarks: ratios measured in one run
	$(RUN) -m tests.benchmarks
	$(RUN) -m tests.benchmarks.reading
	$(RUN) -m tests.benchmarks.engine
	$(RUN) -m tests.benchmarks.rules
	$(RUN) -m tests.benchmarks.returned

screenshots: $(READY) ## 每个页面的截图：办公屏、手机、A4 打印 pictures of every screen of the demo: office screen, phone, A4 (Chromium needed; make demo first)
	$(RUN) -m tests.screenshots

dev: $(READY) ## 在浏览器里看流程图 the graph in the browser: years, schedule, inbox sensor (Dagster, telemetry off)
	@$(RUN) -c "from pipelines.homes import use; from sources import Home; use(Home.from_environment())"
	EDUSTAT_HOME=$(HOME_USED) DAGSTER_HOME=$(HOME_USED)/dagster DAGSTER_DISABLE_TELEMETRY=1 \
		.venv/bin/dagster dev -w workspace.yaml

lint: $(READY) ## 代码检查 style and types
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

clean: ## 删除环境与演示 remove .venv, caches and the demo
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	if [ -f edustat-demo/.edustat-demo ]; then rm -rf edustat-demo; fi

# Compiling at once saves several seconds on the first run, also where Python is told to write no bytecode.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本：没有找到 python3、python3.13、python3.12 或 python3.11。" \
		"Python 3.11 or newer is needed."; exit 2; }
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --no-compile --no-deps --require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	$(RUN) -m compileall -qq -j 0 .venv/lib || true
	@touch $@
