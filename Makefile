# Tạo Nguồn. `make` alone lists what can be done.
.DEFAULT_GOAL := help
.SILENT:
.PHONY: help install install-dev run test test-office test-long lint bench screenshots

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -qq
# A stamp per content of the requirements: nothing is installed twice, and a changed list is installed once.
RUN_STAMP := $(VENV)/.installed-run-$(shell cksum < requirements.txt | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.installed-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$name; break; fi; done)
TEST_PROCESSES ?= 2
TEST_ARGUMENTS ?=

help: ## Danh sách các lệnh
	awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

$(VENV)/bin/pip:
	if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "Cần Python 3.11 trở lên. Hãy cài đặt, hoặc chỉ ra nó: make run PYTHON=/đường/dẫn/python3.12"; exit 1; fi
	echo "→ Tạo môi trường Python riêng trong $(VENV) ($$($(PYTHON) --version))"
	"$(PYTHON)" -m venv $(VENV) || { \
		echo "Không tạo được môi trường. Trên Debian, Ubuntu: apt install python3-venv, rồi chạy lại."; \
		rm -f $(VENV)/bin/pip; exit 1; }

$(RUN_STAMP): | $(VENV)/bin/pip
	echo "→ Cài các thư viện (lần đầu mất một vài phút)"
	$(PIP) install -r requirements.txt || { \
		echo "Không cài được thư viện. Hãy xem dòng lỗi trên; thường là do mạng. Xong rồi chạy lại lệnh này."; exit 1; }
	rm -f $(VENV)/.installed-run-*
	touch $@

$(DEV_STAMP): $(RUN_STAMP)
	echo "→ Cài các thư viện để kiểm thử"
	$(PIP) install -r requirements-dev.txt
	rm -f $(VENV)/.installed-dev-*
	touch $@

install: $(RUN_STAMP) ## Cài môi trường Python và các thư viện
install-dev: $(DEV_STAMP)

run: $(RUN_STAMP) ## Chạy trên máy này (cơ sở dữ liệu SQLite, dữ liệu mẫu); Ctrl-C để dừng
	exec $(PY) manage.py serve

lint: $(DEV_STAMP) ## Kiểm tra cách viết mã, hướng import, migration
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	env -u DATABASE_URL -u REDIS_URL DATA_DIR="$$(mktemp -d)" $(PY) manage.py makemigrations --check --dry-run

test: lint ## Kiểm thử trên SQLite (và trong Chromium, nếu máy có)
	env -u DATABASE_URL -u REDIS_URL $(PY) -m pytest -m "not office" -n $(TEST_PROCESSES) --dist loadgroup $(TEST_ARGUMENTS)

test-office: $(DEV_STAMP) ## Kiểm thử trên PostgreSQL và Redis, bắt buộc có Chromium
	REQUIRE_BROWSER=1 \
	DATABASE_URL="$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/tao_nguon}" \
	REDIS_URL="$${REDIS_URL:-redis://127.0.0.1:6379/0}" \
	$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadgroup $(TEST_ARGUMENTS)

test-long: $(DEV_STAMP) ## Máy trạng thái của cả quy trình (hơn 5 000 bước), 110 lần giết giữa chừng khi nhập và thu hồi
	env -u DATABASE_URL -u REDIS_URL PROCEDURE_EXAMPLES=150 KILLS=110 $(PY) -m pytest -s \
		tests/candidates/test_whole_procedure.py tests/house/test_kill_many.py

bench: $(DEV_STAMP) ## Đo tốc độ (benchmarks/)
	$(PY) -m benchmarks

screenshots: $(DEV_STAMP) ## Chụp lại hình các trang vào docs/screenshots
	$(PY) -m pytest tests/browser/take_screenshots.py
