# make run   安装并打开页面 http://127.0.0.1:7860
# make test  安装并运行全部测试
# make test-bundle  做一个安装包，在没有网络的空环境里装好并提问（约 600 MB，要能连软件包来源）
# make check 代码检查（ruff、mypy）
# make bundle 做一个不用联网的安装包，在 dist/；给别的系统：make bundle TARGET=win-amd64（或 linux-aarch64）
#             一起带上 Python：make bundle PYTHON_FOLDER=文件夹
# make lock  由 pyproject.toml 重新生成 requirements.txt

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
# Wheels that pip is told to look for, such as a CPU build of PyTorch, are found by uv, too.
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
export UV_LINK_MODE ?= copy

.PHONY: run test test-bundle check bundle lock install clean
.DEFAULT_GOAL := run

run: install
	@"$(BIN)/cewen" serve --samples --browser

test: install check
	@echo "运行测试……"
	@"$(BIN)/python" -m pytest -m "not browser and not bundle" -n 2
	@echo "在浏览器里测试页面……"
	@"$(BIN)/python" -m pytest -m browser

test-bundle: install
	@echo "做安装包，不用网络安装并试用……"
	@"$(BIN)/python" -m pytest -m bundle tests/test_packaging.py

check: install
	@echo "检查代码……"
	@"$(BIN)/ruff" check .
	@"$(BIN)/mypy"

bundle: install
	@"$(BIN)/python" .ci/bundle.py $(if $(TARGET),--target "$(TARGET)") $(if $(PYTHON_FOLDER),--python-folder "$(PYTHON_FOLDER)")

install: $(STAMP)

$(STAMP): requirements.txt pyproject.toml
	@echo "准备 Python 环境 $(VENV) ……"
	@test -x "$(BIN)/python" || "$(PYTHON)" -m venv "$(VENV)"
	@test -x "$(BIN)/uv" || "$(BIN)/python" -m pip install --quiet --disable-pip-version-check uv
	@echo "安装软件包（首次约需一到几分钟）……"
	@"$(BIN)/uv" pip install --quiet --compile-bytecode --python "$(BIN)/python" -r requirements.txt
	@"$(BIN)/uv" pip install --quiet --python "$(BIN)/python" --no-deps -e .
	@touch "$(STAMP)"
	@echo "安装完成。"

lock:
	@"$(BIN)/uv" pip compile --quiet --universal --extra dev --no-header --no-annotate pyproject.toml -o requirements.full.txt
	@grep -vE '^(nvidia-|cuda-|triton==|torch==)' requirements.full.txt > requirements.txt
	@echo 'torch==2.13.0' >> requirements.txt
	@LC_ALL=C sort -o requirements.txt requirements.txt
	@rm requirements.full.txt
	@echo "requirements.txt 已更新。"

clean:
	rm -rf "$(VENV)" build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
