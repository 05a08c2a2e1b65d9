from __future__ import annotations

from corpus.sections import path_at, read_sections


def test_a_line_that_announces_stands_under_the_section_that_is_open() -> None:
    text = (
        "一、2023年工作回顾\n过去一年，全县上下克难奋进，各项工作取得新成效。\n\n一年来，我们重点做了以下工作：\n\n"
        "（一）城乡面貌改观。\n完成老旧小区改造21个。\n\n二、2024年重点工作\n完成户厕改建3600户。\n"
    )
    sections = read_sections(text, {})
    path = path_at(sections, text.index("完成老旧小区"))
    assert path == ("一、2023年工作回顾", "一年来，我们重点做了以下工作", "（一）城乡面貌改观")
    assert path_at(sections, text.index("完成户厕")) == ("二、2024年重点工作",)
