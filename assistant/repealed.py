"""Whether a sentence tells a rule that no longer holds, by its own words or by what its paper says elsewhere."""

from __future__ import annotations

import re

from assistant.evidence import Evidence

_NO_LONGER = re.compile(r"停止执行|不再执行|已废止")
_REPEALED_NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{1,6}[〔\[（(]20\d\d[〕\]）)]\d{1,4}号)(?:文件|》|[）)])?[^。；;，,]{0,8}(?:废止|停止执行|失效)"
)
# 「县里出台《……暂行办法》，规定……」, where 「原暂行办法同时废止」
_FIRST_VERSION = re.compile(r"《[^《》]*(?:暂行|试行)[^《》]*》[^。；]*规定")
# 「对照某民发〔2018〕5号，由每月100元提高到180元」 tells what holds now.
_RESTS_ON_IT = re.compile(r"(?:根据|依据|按照?|依照|对照)[^，。；]{0,12}(?:《|〔)|提高到|调整为|提高至|调整到")
_FIRST_REPEALED = re.compile(
    r"(?:原|旧)(?:来的|有)?(?:暂行|试行)?(?:办法|规定|方案|细则|意见)[^。；，,]{0,8}(?:废止|停止执行|不再执行)"
)


def tells_what_is_repealed(evidence: Evidence) -> bool:
    """Tell whether a sentence says that a rule is repealed, or what a rule says that its paper says is repealed.

    「……规定任教满9年的应当交流」 of 某教〔2017〕41号, and behind it 「某教〔2017〕41号文件同时废止」.
    """
    text, document = evidence.text, evidence.document.text
    if _NO_LONGER.search(text):
        return True
    if _RESTS_ON_IT.search(text):
        return False
    if _FIRST_VERSION.search(text) and _FIRST_REPEALED.search(document):
        return True
    # The whole paper is read only for a sentence that has a number.
    return "号" in text and any(match["number"] in text for match in _REPEALED_NUMBER.finditer(document))
