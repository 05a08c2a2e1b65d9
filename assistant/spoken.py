"""A question in the words in which papers are written: 什么 for 啥, 每吨 for 一吨, 生机比 for 「几个学生摊一台电脑」."""

from __future__ import annotations

import re

from corpus.synonyms import spoken_words

# 「违规在什么地方」 asks for no place.
_WHEREIN = re.compile(
    r"(?<=违规|问题|不对|不足|短板|难点|特点|区别|不同|亮点)(?:主要)?(?:出)?在(?:什么地方|哪里|哪儿|哪些方面|哪)"
)
# 「县乡村三级河湖长有多少」: a paper writes each level by itself.
_LEVELS = re.compile(r"(?:省市)?市?县(?:（市、区）)?、?(?:乡（镇）|镇|乡)、?村?[两二三四五]级")
_THIS_MATTER = re.compile(
    r"这(?:一)?(?:摊子|档子|块|摊)(?:事(?:儿|情)?|工作)?|(?:这|那)篇(?:大)?文章|(?:这|那)(?:件|个|项|桩)?事(?:情|儿)?(?!业|项|务|故|件)"
)
# 「桐水这条河的县级河长」
_THIS_ONE = re.compile(r"(?<=[\u4e00-\u9fff])这(?:条|座|个|所|家)[\u4e00-\u9fff]{1,2}(?=的)")
# 「在寄宿制学校管理方面采取了哪些措施」
_IN_RESPECT_OF = re.compile(r"(?<![哪个些各几一二三四五六七八九十两大多全地])方面(?![军积临谈])")
# 「有什么经验可以借鉴」
_TO_LEARN_FROM = re.compile(
    r"(?:可以?|值得|可供|能|供)(?:我们|其他地方|别处|大家)?(?:借鉴|学习|参考|推广|学)(?:一下|的)?(?=[，。？]|$)"
)
# 「几个学生摊一台电脑」 is answered by the 生机比.
_BY_THE_MACHINE = re.compile(
    r"(?:多少|几)个?(?P<who>学生|孩子|娃|老师|教师)[^，。？领获发赠]{0,3}?(?:摊|用|配|共|合|分|(?=一台))[^，。？领获发赠]{0,3}?一台(?:电脑|计算机|机器|机子)|每?一?台(?:电脑|计算机)[^，。？]{0,6}?(?:多少|几)个?(?P<whom>学生|孩子|娃|老师|教师)"
)
_BY_THE_PUPIL_OR_TEACHER = re.compile(
    r"(?<![第十百千万\d其统“「某哪])一个(?P<who>娃|学生|孩子|老师|教师)(?=[^，。]{0,6}(?:补|花|交|发|给|奖|拨|费)[^，。]{0,4}(?:多少|几))"
)
# 「在运动场地上投了多少万元」
_SPENT_ON_IT = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})上(?=(?:面)?(?:一共|总共|共)?(?:投|花|用|拨|安排)(?:入|了)*(?:多少|几))"
)
# 「包学区的是哪些人」; but 「享受补助的是哪些人」 asks which.
_WHO_IS_IN_CHARGE = re.compile(r"(?<=[包管责头联])(?P<what>[\u4e00-\u9fff]{0,4})的是哪些(?:人|对象)(?=[？，。]|$)")
# 「从42个工作日缩到了几天」 names what was before.
_FROM_SO_MUCH = re.compile(
    r"[从由](?:原来的?)?\d[\d.]*(?:万|亿)?(?:个)?(?:工作日|天|小时|分钟|人|所|元|户|个月)(?=[^，。]{0,6}到了?(?:多少|几))"
)
# 「并掉哪几所初中？名字都报一下」 asks once.
_NAME_THEM = re.compile(
    r"[？，。](?:请)?(?:把)?(?:名字|名称|校名|名单|各是什么)?(?:都|全)?(?:报|列|说|讲|写|数)(?:一下|出来|全|清楚|说|列|来)(?=[？。]?$)"
)
_ASKED_ALREADY = re.compile(r"哪|什么|谁|多少|几[个所名项家]")
# 「8所学校，名单列一下」
_LIST_THEM = re.compile(
    r"[，,]?(?:的)?(?:名单|清单)?(?:请|帮我|给我|麻烦)?列(?:一下|出来|个单子)(?:吧|呢)?(?=[？?。]?$)"
)
# 「……是个什么意思，给我原话」
_IN_ITS_WORDS = re.compile(
    r"[，,。？?](?:请|麻烦)?(?:给我?|我?要|帮我)?(?:找|看|抄|引)?(?:一下|出)?(?:原话|原文|原句)(?:是什么|怎么(?:说|写)的?)?(?=[。？?]*$)"
)
# 「占的比重大」 holds no word 重大.
_HOW_MUCH_IT_IS = re.compile(r"(比重|比例|占比|比率)[大小高低](?!量)")
# 「学生和电脑要达到几比几」
_HOW_MANY_TO_HOW_MANY = re.compile(r"(?:要|应|得|需)?(?:达到?|做到|是|为|配到?)?(?:了)?几比(?:几|一)")
# 「初中生均公用经费」 has no 初中生.
_BY_THE_PUPIL = re.compile(r"(?:小学|初中|高中|中学|中职|幼儿园)(?=生均)")
# 「集团的几所学校加起来有多少学生」 counts no schools.
_SOME_OF_THEM = re.compile(
    r"(?<=的)(?:这|那)?几[所个家](?=[^，。？]{0,8}(?:加起来|一共|合计|总共|平均)[^，。？]{0,4}多少)"
)
# 「一个班到多少人就算超大班额」
_FROM_HOW_MANY = re.compile(
    r"^[\u4e00-\u9fff]{0,8}?(?:到|够|满|达到|超过)(?P<n>(?:多少|几)[人分元天个名])(?:就|才|便|就能|才能)?(?:算|叫)(?:是|作|上|得上)?(?P<what>[\u4e00-\u9fff]{2,8})(?=[？?]?$)"
)
# 「家庭病床是什么意思，名词解释里怎么说的」
_IS_DEFINED = re.compile(r"是什么(?:意思)?[，,]|什么(?:是|叫)[^，,]{2,16}[，,]")
_AS_IT_IS_SAID = re.compile(
    r"[，,](?:在)?(?:名词解释|材料|文件|资料|报告|书|办法)?(?:里|中|上)?(?:面)?(?:是)?(?:怎么|如何|怎样)(?:说|讲|解释|写)的(?=[？?]?$)"
)
# 「岚川和沂泽两个市的……」
_BOTH_PLACES = re.compile(r"(?:这)?两个?(?:县市区|县区|市|县|区|地方|地)(?=的|[，,]|在)")
# 「满意度低到多少就不能续签」
_LOW_AS = re.compile(r"(?<![降减])低到(?=多少)")
# 「优化营商环境有什么招」; but 「有什么招聘计划」
_TRICKS = re.compile(r"有(?:什么|啥)(?:好|高|妙)?招(?:数|儿)?(?=[，。？?呢啊]|$)")
# 「工资由谁出」; but 「由谁出台」
_WHO_PAYS = re.compile(r"(?<=由谁)出(?=[，。？]|$)|(?<=由谁来)出(?=[，。？]|$)")
# 「在全省评价中排第几」 holds no word 中排.
_AMONG = re.compile(r"中(?=排(?:在)?第|居第|列第)")
# 「什么样的老师才算骨干教师」
_WHO_COUNTS_AS = re.compile(
    r"^.*?(?:什么样的?|怎样的?|哪些|哪类)[\u4e00-\u9fff]{0,5}?(?:才(?:可以|能)?算得?(?:上|是)?|才叫|算是|算)(?P<what>[\u4e00-\u9fff]{2,12})(?=[？?]*$)"
)
# 「总结了哪几条做法」
_SUMS_UP = re.compile(
    r"(?:总结|归纳|概括|提炼)(?:出)?(?:(?P<has>了|的)?(?=哪|什么)|(?:来)?的(?=好?(?:做法|经验|体会|启示|教训|措施|办法)))"
)
# 「奖励多少钱一所」
_MONEY_BY_THE_PIECE = re.compile(
    r"多少(?:钱|元)一(?P<of>所|个人|个|位|名|户|人|班|场|次|趟|篇|项|家|张|份|亩|间|套|年|学期|个月|月|天|节课|课时)(?=[？?，。]|$)"
)
# 「学生多到什么程度算超大班额」
_TO_WHAT_DEGREE = re.compile(
    r"^.{0,14}?(?:多|大|小|少|高|低|重|差|严重)?到(?:了)?(?:什么|啥|怎样的|哪种)(?:程度|地步)(?:才)?(?:就)?(?:能)?算(?:是|作)?(?P<what>[\u4e00-\u9fff]{2,10})(?=[？?]*$)"
)
_BY_WHOM = re.compile(r"由?(?:谁|哪家|哪个部门|哪个单位)来")
_WHICH_OFFICE = re.compile(r"哪(?:一)?个(?:局|委|科室|处室|股室|办|机构|单位)(?=[管负牵主来承])")
_QUOTED = re.compile(r"[“「『\"][^“”「」『』\"]{1,16}[”」』\"]")
_BY_THE_PIECE = re.compile(
    r"(?<![第十百千万\d其统“「])一个?(吨|度|亩|户|人|月|天|次|趟|台|部|件|平米|平方米?|周|斤|公里|辆|间|套|栋|课时|节课|小时|顿|餐|头|棵|株|名|位)(?=[^，。一]{0,10}(?:多少|几))"
)


# 「信访工作里什么叫集体访」
_BEFORE_A_DEFINITION = re.compile(
    r"^[\u4e00-\u9fff]{2,12}(?:里|中|当中|方面|上)(?:说的|讲的|提到的)?[，,]?(?=什么(?:是|叫))"
)
# 「留守儿童，年龄是怎么界定的」
_HOW_IT_IS_BOUNDED = re.compile(
    r"^(?P<what>[\u4e00-\u9fff]{2,12}?)(?:[，,]|的)(?:年龄|范围|界限)是?(?:怎么|如何|怎样)(?:界定|划定|定义|认定)的?(?=[？?]*$)"
)
# 「多少学生一台机子，就是那个生机比」 asks once.
_IN_OTHER_WORDS = re.compile(r"[，,](?:也)?就是(?:说)?(?:那个|所谓的?|大家说的)[\u4e00-\u9fff]{2,8}(?=[？?。]*$)")


# 「2023年印发的管理办法规定的交流方式」 asks for no word of 印发, nor of 规定.
_ISSUED = re.compile(r"(?<=年)(?:印发|出台|发布|制定)的(?=[^，。？]{2,20}(?:办法|细则|方案|规定|规程))")
_AS_IT_PROVIDES = re.compile(r"(?<=办法|细则|方案|规程)[里中]?(?:规定|要求|明确)的(?=[\u4e00-\u9fff]{2})")
# 「没写地名的那份经验材料」
_WITHOUT_A_PLACE = re.compile(r"(?:没有?|未)(?:写|标|注明)?(?:明)?(?:地名|地方|出处)的(?:那[份篇个])?")
# 「一年营业额是多少来着」
_AT_THE_END = re.compile(r"来着(?=[，。？?]|$)")
# 「小学（不含教学点）」
_NOT_COUNTED = re.compile(r"（不含[^（）]{2,10}）")
# 「巩固率怎么算的」
_HOW_IT_IS_RECKONED = re.compile(
    r"^(?P<what>[^，。？]{2,16}(?:率|系数|指数))(?:是|都是)?(?:怎么|如何|怎样)(?:计)?算(?:出来)?的(?=[？?]?$)"
)


def plainly(text: str) -> str:
    """Return a question in the words of written language: 什么 for 啥."""
    for spoken, written in spoken_words():
        text = text.replace(spoken, written)
    text = _AT_THE_END.sub("", text)
    text = re.sub(r"(?<!屋)顶多", "最多", re.sub(r"按什么规定办(?!理)", "怎么办", text))
    # 「那轮课改为什么没成」 holds no 改为.
    text = re.sub(r"(?<=[课教医房]改)为(?=什么|何)", "，为", text)
    text = _IN_OTHER_WORDS.sub("", text)
    text = _BEFORE_A_DEFINITION.sub("", text)
    text = _NOT_COUNTED.sub("", text)
    text = _WITHOUT_A_PLACE.sub("", text)
    text = _AS_IT_PROVIDES.sub("的", _ISSUED.sub("的", text))
    text = _HOW_IT_IS_RECKONED.sub(r"什么是\g<what>", text)
    text = _HOW_IT_IS_BOUNDED.sub(r"什么是\g<what>", text)
    text = _BY_THE_PUPIL.sub(r"\g<0>的", text)
    text = _AMONG.sub("中，", text)
    text = _LOW_AS.sub("低于", text)
    text = _TRICKS.sub("有什么办法", text)
    text = _WHO_PAYS.sub("负担", text)
    text = _BOTH_PLACES.sub("", text)
    text = _FROM_HOW_MANY.sub(r"\g<what>达到\g<n>", text)
    if _IS_DEFINED.search(text):
        text = _AS_IT_IS_SAID.sub("", text)
    text = _SOME_OF_THEM.sub("", text)
    text = _WHO_COUNTS_AS.sub(r"什么是\g<what>", text)
    text = _BY_WHOM.sub(lambda match: match[0].replace("来", ""), text)
    # 「一吨多少钱」 is 「每吨多少钱」 in every paper.
    text = _WHICH_OFFICE.sub("哪个部门", text)
    text = _WHO_IS_IN_CHARGE.sub(r"\g<what>的是谁", text)
    text = _THIS_MATTER.sub("，", text)
    text = _THIS_ONE.sub("", text)
    text = _NAME_THEM.sub(lambda match: "" if _ASKED_ALREADY.search(text[: match.start()]) else "是哪些", text)
    text = _MONEY_BY_THE_PIECE.sub(r"每\g<of>多少钱", text)
    text = _TO_WHAT_DEGREE.sub(r"什么是\g<what>", text)
    text = _SUMS_UP.sub(lambda match: "" if match[0].endswith("的") and match["has"] is None else "有", text)
    text = _LIST_THEM.sub("是哪些", text)
    text = _IN_ITS_WORDS.sub("", text)
    text = _BY_THE_MACHINE.sub(
        lambda match: f"{'师' if (match['who'] or match['whom'])[-1] == '师' else '生'}机比是多少", text
    )
    text = _TO_LEARN_FROM.sub("", _IN_RESPECT_OF.sub("", text))
    text = _LEVELS.sub("", text)
    text = _WHEREIN.sub("是什么", text)
    text = _HOW_MUCH_IT_IS.sub(r"\1", text)
    text = _HOW_MANY_TO_HOW_MANY.sub("的比例是多少", text)
    text = _BY_THE_PUPIL_OR_TEACHER.sub(
        lambda match: "每生" if match["who"] in ("娃", "学生", "孩子") else "每人", text
    )
    text = _FROM_SO_MUCH.sub("", text)
    text = _SPENT_ON_IT.sub("", text)
    text = text.replace("一方水收", "一方水").replace("一方水", "每立方米水").replace("一方多少", "每立方米多少")
    # 「“一人一餐卡”」 is a name.
    return re.sub(
        f"{_QUOTED.pattern}|{_BY_THE_PIECE.pattern}", lambda match: f"每{match[1]}" if match[1] else match[0], text
    )
