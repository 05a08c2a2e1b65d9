#!/usr/bin/env bash
# 双击或运行 ./start.sh：首次安装，以后直接打开策问。后面的参数交给 cewen serve，如 ./start.sh --port 7861
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
starter=$here/setup/starting.py # in a bundle
[ -f "$starter" ] || starter=$here/assistant/starting.py

close() {
  # A window that was opened by a double click stays until its message is read.
  if [ "$1" -ne 0 ] && [ -t 0 ]; then read -r -p "按回车键关闭……" _; fi
  exit "$1"
}

seen=""
for python in "${PYTHON:-}" "$here/python/bin/python3" python3.11 python3.12 python3.13 python3 python; do
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  case $version in
    3.11 | 3.12 | 3.13)
      if reason=$("$python" -I "$starter" --fits); then
        "$python" -I "$starter" "$@"
        close $?
      fi
      ;;
    *) reason="Python $version 不合适" ;;
  esac
  seen="$seen  $python：$reason
"
done

printf '%s' "$seen" >&2
cat "$(dirname "$starter")/no_python.txt" >&2
close 1
