"""Tell what kind of thing a question asks for."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "count",
    "money",
    "share",
    "date",
    "duration",
    "amount",
    "rank",
    "who",
    "where",
    "list",
    "definition",
    "basis",
    "how",
    "why",
    "general",
]
# A point question asks for one thing that either stands in a sentence or does not.
POINT_KINDS: frozenset[str] = frozenset({"count", "money", "share", "date", "duration", "amount", "rank"})


_CLASSIFIERS = (
    "个百分点|百分点|平方公里|平方米|立方米|家次|人次|户次|批次|场次|车次|公里|公顷|公斤|学时|课时|小时|分钟|个月|毫米|厘米|千瓦时|千瓦|兆瓦|"
    "个|所|名|人|位|家|户|件|套|台|册|项|次|篇|期|门|班|节(?![目日能约省点])|堂|辆|座|栋|幢|处|张|份|条|村|镇|乡|天|年|岁|级|类|种|支|批|场|届|轮|亩|吨|米|倍|间|床|片|块|只|头|棵|株|"
    "大(?=[\u4e00-\u9fff]{2})|起(?!点)|宗|例|眼|艘|枚|盏|趟|层|步|部(?!门)|组(?!织)|分(?!局|校|之|公司|店|到|给|配|去|派|在)|斤|升(?!学|级)|度(?!假)"
)
HOW_MANY = re.compile(
    rf"(?:多少|(?<![哪这那近前后头第好十])几)\s*[万亿]?(?P<unit>{_CLASSIFIERS})?(?P<rest>[^，。？?！!；;]*)"
)
_MONEY = re.compile(
    r"(?:补助|补贴|津贴|工资|奖金|生活费)[^。？]{0,14}(?:发|领|拿|给|得)(?:到)?多少(?=[？?，]|$)|每(?:[人生户]|[月年天学期])[^，。？]{0,10}标准[^，。？]{0,4}多少|(?:起付线|起付标准|门槛费|封顶线)(?:是|为|有)?多少|多少(?:[\u4e00-\u9fff]{1,8}的)钱|多少(?![个名户位所家人项次张件台套]|学生|教师|老师|家庭)[\u4e00-\u9fff]{1,6}钱(?!包)|多少(?!债务纠纷)(?:[\u4e00-\u9fff]{0,6}(?:费|金|款|损失|产值|收入|利润|价|债务?(?!纠纷)|账款)(?!额)|[\u4e00-\u9fff]{0,4}(?:补助|补贴|津贴|奖励|奖补|补偿|赔偿|抚恤|工资|报酬)(?!对象|人|标准|资金)|钱|元|万元|亿元|资金|经费|投入|投资(?![项额者商])|财政|补助|补贴|奖金|工资)|(?:资金|经费|投资|造价|投入|金额|年收入|一年收入|月收入|补助|补贴|奖励|工资|费用|[水电油气药学餐车房教食宿养险]费|收费|预算|拨款|津贴|票价|价格|租金|损失|产值|(?:营业额|销售额|交易额|债务(?!纠纷)|欠账|账款|欠款)(?![^，。？]{0,8}[增降涨提]))[^，。？]{0,12}(?:是|为|有|达到?|共|了|约|要)?多少(?!个|所|名|人|家|次|项|户|年|平|册|台|起|件|条|亩|栋|套|间|批)|"
    r"(?<![哪这那])几[十百千]?[万亿]?(?:元|块钱?|毛钱?)|(?:补|奖|罚|掏|赔|贷|缴|垫|投|花|拨)(?:了|给)?多少(?=[？?呢吧啊呀]|$)|(?:拿|掏|挤|安排|列支)出?(?:了)?多少(?:来|去)?(?:做|作为|用于|用来|奖)"
)
_SHARE = re.compile(
    r"(?:率|比例|占比|比重)[，,][，和与及、]{0,4}(?:各|分别)?(?:是|为)多少|(?:率|比例|占比|比重)[^。？]{0,20}从多少[^，。？]{1,4}到了?多少|按(?:照)?(?:什么|多大|多少)比例(?=给|奖|补|发|提|安排|计提|收|救助|兑|折)|(?:比例|占比|比重|百分比|率|覆盖面|配比)[^，。？]{0,10}(?:多少|几)|百分之(?:几|多少)|多少(?:个)?百分点|(?:率|比例|占比|比重)[^，。？]{0,6}(?:更[高低大小]|谁[高低大小]|哪[边个]?[^，。？]{0,4}[高低大小])|哪(?:个|边|家)[^，。？]{0,16}(?:率|比例|占比|比重)[高低大小]?(?=$|[？?，,])|(?:率|比例|占比|比重)[，,][^。？]{0,24}哪[边个][^，。？]{0,4}[高低大小]|占(?!多大|地)[^，。？]{0,12}多少(?!分|个|人|名|所|户|家|件|辆|间|位|亩|平|元)|几成|多少(?:的)?(?:比例|百分比)|多大(?:的)?比例|(?:率|比例|占比|比重)[^，。？]{0,8}多[高大低]"
)
# 「请假连着多少天以上可以退费」 asks for days.
_OF_TIME = re.compile(r"多少(?:天|日|个?工作日|个?月|小时|分钟|岁|次)")
# 「怎么让游客多待几天的」
_HOW_IT_WAS_BROUGHT_ABOUT = re.compile(r"(?:怎么|如何|怎样)(?:让|使|引导|吸引|动员)(?![^。？]*多少)")
HOW_LONG = re.compile(
    r"多(?:长时间(?!.{0,6}一次)|久(?!.{0,6}一次)|少(?:天|个?工作日|小时|分钟|时间))|几(?:天|日|个?工作日|个月|个?小时|分钟|个?星期|周(?!年))"
)
HOW_BIG = re.compile(r"多[大高远重宽深长](?!家|的|时间|度)")
# 「时限是多长」; but 「村道有多长」 asks for kilometres.
_HOW_LONG_IT_TAKES = re.compile(r"(?:时间|时限|期限|时长|周期|工期|年限|有效期)[^，。？]{0,6}多长")
_DATE = re.compile(
    r"什么时候|何时|几时|哪一?年|哪一?天|几月|几号|什么时间|什么日子|何年|哪个月|(?:时间|日期|期限|时限)(?:是|为|到)?(?:什么|哪|何|几)"
)
DEFINITION = re.compile(
    r"^(?:请问)?(?:什么(?:是|叫)|何谓|何为|啥是)(?P<a>.+?)[？?]*$|^(?P<b>.{2,32}?)(?:这一?个?(?:名词|概念|术语|词语?|说法|指标)|(?:这)?[两三四五六七八]个字)?(?:应当|应该|应)?(?:到底|究竟|具体)?(?:是个?什么(?:意思|概念)?|(?<!什么)什么意思|指什么|指的?是(?:什么|哪[些类种])样?的?人|指的?是(?:什么|啥)样的?[\u4e00-\u9fff]{0,4}|是指什么(?:样的[\u4e00-\u9fff]{1,4})?|指的?是什么|的(?:含义|定义|意思)(?:是(?:什么|怎么(?:写|说|讲|规定|表述)的?))?|(?:是)?(?:怎么|如何|怎样)个?(?:解释|理解|定义|界定|说法|(?:计算|算)(?:出来|得出)(?=的))(?:的|法)?)[？?]*$|^(?:解释|名词解释)[:：]?(?P<c>.{2,24}?)[？?]*$"
)
# 「课后服务按什么标准收费」
_BY_WHICH_RATE = re.compile(
    r"按(?:照)?(?:什么|哪个|多少)标准(?:来)?(?:收|补|发|奖|给|救助|资助)(?:的|钱|放|费|取|助|贴)?(?=[，,。？?]|$)|(?:收费|补助|补贴|救助|资助|奖励)标准是?(?:什么(?=[，,。？?]|$)|多高)"
)
# 「办法所称“骨干教师”指哪些人」
SO_CALLED = re.compile(r"所称的?(?P<what>[^，。？]{2,16}?)(?:是)?指(?:的是)?(?:哪|什么)")
# 「原因是什么」 and 「目标是什么」 ask no meaning of a word.
_NO_TERM = re.compile(
    r"分别(?:是|为|有)什么|几[个项条种点]|(?:原因|成因|依据|目标|定位|主题|口号|校训|宗旨|理念|愿景|职责|重点|抓手|任务|标准|措施|做法|经验|举措|成效|成果|成绩|亮点|困难|不足|短板|难点|根源|症结|建议|启示|体会|教训|背景|意义|要求|条件|内容|名单|时间|问题|方式|办法|思路|目的|作用|特点|区别|变化)(?:分别|都|各)?(?:是|有)什么"
)
# 「团体总分排第几」, 「列入第几批名单」; 「第几条」 asks for the regulation.
RANK = re.compile(
    r"第几(?P<unit>[名位批届轮]?)(?![条款章节项次个期周天页类档组号]|批次|年级)|(?:排名|名次|位次)(?:是|为|在)?(?:全[省市县区国])?(?:(?:第?几|多少)(?![个所家])|如何(?=[，,。？?]|$))"
)
# 「怎么破解“地从哪里来”」 asks not where.
_ASKING_IN_QUOTES = re.compile(r"[“「][^“”「」]{0,12}(?:哪|什么|谁|多少|怎么|几)[^“”「」]{0,8}[”」]")
_QUOTED_LIST = re.compile(r"[“\"][^“”\"]{0,6}(?:名单|清单)[”\"]")
_LIST = re.compile(
    r"哪些|哪[\d一二三四五六七八九十两]+(?:[个所家项条名位字种类步大点句块张道扇把环面层册]|(?<!两)方面)|(?:校名|名称|名字|姓名|名单)(?:都|分别)?(?:列|是|有|叫)|列一下|列出来|(?:有|存在|面临|发现|查出来?|反映)(?:了|着)?什么(?:样的)?(?:问题|困难|不足|短板|薄弱|毛病|隐患)|哪几|有什么|包括什么|包含什么|分别(?:是|有)|都有谁|有谁|列出|列举|名单|清单|(?:\d+|[两二三四五六七八九十]+)[所个家名位项大条种][^，。？]{1,10}?(?:都|分别)?叫(?:做)?(?:什么|啥)|(?:分别|都|各自?)叫(?:做)?(?:什么|啥)"
)
# 「分几个阶段」: a paper has them as headings and rarely counts them.
_STAGES = re.compile(r"几个?(?:阶段|步骤|环节|步走?)(?=[，。？?！!实推进展走]|$)")
# 「怎样会被列入灰名单」
_BECOMES = re.compile(
    r"(?:怎样|怎么|如何|什么情况下?|哪种情况下?)(?:才)?(?:会|能)?被?(?:列入|纳入|评为|评上|认定为|取消|清退)"
)
# 「订单班和冠名班有什么不一样」 asks for no list.
_DIFFERENCE = re.compile(r"有(?:什么|哪些)(?:不同|区别|不一样|差别)(?:之处|的地方)?(?=[，。？?]|$)")
_HOW = re.compile(r"如何|怎么|怎样|做法|措施|经验|举措|办法|途径|思路|怎么样|安排|要求|步骤|流程|程序")
_WAYS = re.compile(
    r"(?:哪些|什么|哪几[个条项])(?:主要|具体|好的?|典型|有效|成功|整改|应对|防范|改进|保障|帮扶|补救|治理)*的?(?:做法|措施|经验|举措|办法|思路|要求|成效|步骤)"
)
# 「有几条措施，分别是什么」
_LISTED_WITH_ITS_NUMBER = re.compile(r"几[个项条点种类][^多少]*?[，,；]?(?:分别|各)(?:是|为|有)?(?:什么|哪些)")
# 「要做哪些事」 asks what is done, and for no names.
_WHAT_IS_DONE = re.compile(
    r"(?:做|干|承担|完成|落实|办|抓)(?:好|了|的)?(?:哪些|哪[几两二三四五六七八九十][件项]|什么)(?:事|工作|任务)?|(?:哪些|哪几件)(?:事情?|工作|任务)(?=[，。？?！!要需得]|$)"
)
# 「对不同原因辍学的学生怎么分类劝返」 asks how.
_WHY = re.compile(r"为什么|为何|(?<!不同)(?<!各种)(?<!等)原因|何以|缘由|缘故|凭什么")
_BASIS = re.compile(
    r"(?:按照?|照着|根据|依照)(?:的是)?(?:哪些|哪几个|什么|哪个)(?:上位)?(?:法律|法规|政策|文件|规定)|依据(?:了|是|有|的是)?(?:什么|哪|何)|(?:根据|按照?|依照)(?:的是)?(?:什么(?![“”一-龥]{0,8}(?:原则|思路|要求|方针|理念)|来?排(?:序|列|队)?|来?分配|办法|方式|标准|比例|原则|模式|程序|步骤|频次|频率|顺序|次序|时间|师生比|比例|系数|口径|流程|要求|条件|规模|档次|思路|路径)|哪[个条部些])|哪(?:条|部|个|一条)(?:法律|法规|规定|文件|办法|条例)|(?:什么|哪些)(?:政策|法律|文件|法规)?依据|有什么依据|(?:依据|根据|按照?|依照)(?:的是)?(?:国家|省里?|市里?|上级|中央|教育部)?的?(?:哪|什么)(?:一|[两二三四几])?(?:些|个|部|份|项)?(?:规划|文件|纲要|法律|法规|意见|通知|办法|规定)"
)
_WHO = re.compile(
    r"(?:单位|公司|企业|机构|部门)(?:是|为)哪(?:家|个|一家|些)|谁|什么人|哪(?:个|家|一个|一家)?(?:单位|部门|机构|领导|学校|人|公司|企业|医院)|由(?:什么|哪)"
)
_OFFICER_CALLED = re.compile(
    r"(?:[局校县区市镇乡院园厂站所处科省厅队村]长|书记|主任|经理|领导|老师|教师|医生|负责人|代表|队员|学生)(?:的名字)?(?:都|分别|各)?(?:叫|姓)(?:什么|啥)"
)
_WHERE = re.compile(
    r"哪条(?:路|街|巷|道)|门牌号|在哪(?=[办开建举设召落]|[？?]|$)|什么(?:位置|地址|地点)|(?:地址|位置|地点)(?:是|在)|哪里|哪儿|何处|什么地方|哪个(?:地方|县|区|市|镇|乡|省|村|社区|街道)"
)


# 「考核得了75分，补助要扣多少」 may be answered by a share.
_TAKEN_OFF = re.compile(r"扣(?:减|除|掉|发)?多少(?!钱|元|分)")
# 「统采之后价格平均降了多少」
_BY_HOW_MUCH = re.compile(
    r"(?:价格|成本|费用|标准|均价|租金|房租|电价)[^，。？]{0,6}(?:降|涨|升|提高|下降|上涨|降低|减|减免|优惠)了?多少(?=[？?，,；;]|$)"
)
# 「招生计划拿出多少定向分给初中」 counts nothing.
_SET_ASIDE = re.compile(
    r"的多少(?=要|得|应|必须|用于|用来|拿来|分[给到])|(?:拿出?|划出|提取|切出|留出)了?多少(?:名额|指标|计划|学位)?(?=定向|直接|专门|用|给|分|投|作|来)|有多少(?:名额|指标|计划)?(?:是)?(?:要|得|应)?(?:定向|专门)?(?:分给|分到|留给|分配[给到])"
)

# 「自付费用超过多少会推送预警」 may be answered by a sum, a share or a number.
LIMIT = re.compile(r"(?:超过|高于|低于|不足|少于|达到|不到)多少(?=就?[会要就需将才可能应得算])")

# 「哪个乡镇问题最多」, 「投资最大的是哪一个」
THE_MOST = re.compile(r"哪[^，,；;。？?]{0,20}最[多少高低大小快慢好差长短早晚重强]|最[大高多低少小]的(?:是|为)?哪")
# 「各有多少」, 「分别是多少」; but 「各类」 and 「各乡镇」 set nothing side by side.
EACH = re.compile(r"分别|各自?(?![个类种级地县校乡村项])")
# 「满意度低于多少就不能续签」 counts nothing.
_WHAT_FOLLOWS = re.compile(r"^(?:就|便|才|以[上下]就).*")

# What is typed as into a search box, 「家庭医生签约比例」, asks by its last noun.
_HEADS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("share", re.compile(r"(?:比例|占比|比重|百分比|[\u4e00-\u9fff]率|覆盖面)$")),
    ("amount", re.compile(r"(?:系数|指数|得分|分数|均值)$")),
    ("where", re.compile(r"(?:地址|位置|地点|选址)$")),
    ("who", re.compile(r"(?:负责人|牵头单位|牵头部门|责任单位|责任人|联系人|组长|主管部门)$")),
    ("list", re.compile(r"(?:名单|清单|目录)$")),
    ("date", re.compile(r"(?:日期|年份|截止时间|开始时间|施行时间|召开时间|成立时间|建成时间)$")),
    (
        "money",
        re.compile(
            r"(?:金额|经费|费用|总投资|投资额|资金|产值|价格|票价|租金|补助标准|补贴标准|收费标准|工资|营业收入|总收入|人均收入)$"
        ),
    ),
    (
        "amount",
        re.compile(
            r"(?:人数|数量|总数|总量|个数|户数|次数|面积|任务量|产量|里程|床位数|学位数|学校数|教师数|学生数|人口|电话|电话号码|热线)$"
        ),
    ),
)
# 「心理援助热线号码是多少」
ASKS_NUMBER = re.compile(
    r"(?<!多少个)(?<!几个)(?<!多少)(?:电话|热线|号码|联系方式|传真|手机)(?:号码?)?(?:是|为)?(?:多少(?![个名人位])|什么|几号|[？?]|$)"
)
_ASKS_AT_ALL = re.compile(r"多少|几|什么|哪|谁|如何|怎|为何|何|是否|能否|吗|[？?]|比较|对比|区别")

_ASKING = re.compile(r"多少|(?<![这那近好])几(?!乎)|什么|哪|谁|如何|怎么|怎样|为何|何时|多[大高长久](?!期)")


def asks(text: str) -> int:
    """Return how many things a question asks, by its question words: 2 for 「最多用多少、能用几天」."""
    return len(_ASKING.findall(text))


def kind_of(text: str) -> Kind:
    """Return what kind of thing a question in written language asks for, its places taken out."""
    masked = _ASKING_IN_QUOTES.sub("“某事”", text)
    # What is typed wholly in quotation marks asks within them.
    text = masked if _ASKS_AT_ALL.search(masked) else text
    if ASKS_NUMBER.search(text) and not re.search(r"接听|受理|来电|拨打", text):
        # A number that is dialled counts nothing.
        return "general"
    if not _ASKS_AT_ALL.search(text):
        typed = text.strip("，,。 ")
        return next((kind for kind, head in _HEADS if head.search(typed)), _kind_of(text))
    return _kind_of(text)


def _kind_of(text: str) -> Kind:
    text = re.sub(r"(?:分别|各自?)(?=(?:是|有|为|达到?|占|投入|招聘|安排)*多少)", "", text)
    if DEFINITION.match(text.strip("，,")) and not _NO_TERM.search(text):
        return "definition"
    if _BY_WHICH_RATE.search(text):
        return "money"
    if SO_CALLED.search(text):
        return "definition"
    if _BASIS.search(text) and "废止" not in text:
        return "basis"
    if _SHARE.search(text):
        return "share"
    if _HOW_IT_WAS_BROUGHT_ABOUT.search(text):
        return "how"
    if RANK.search(text):
        return "rank"
    if _TAKEN_OFF.search(text) or _BY_HOW_MUCH.search(text):
        return "amount"
    if (money := _MONEY.search(text)) and not _OF_TIME.match(text, money.start()):
        return "money"
    if _BECOMES.search(text):
        return "how"
    if _STAGES.search(text):
        return "list"
    if _DATE.search(text):
        return "date"
    if HOW_LONG.search(text) or _HOW_LONG_IT_TAKES.search(text):
        return "duration"
    if HOW_BIG.search(text):
        return "amount"
    if _LISTED_WITH_ITS_NUMBER.search(text):
        return "list"
    if _SET_ASIDE.search(text):
        return "amount"
    if LIMIT.search(text):
        return "amount"
    how_many = HOW_MANY.search(text)
    if how_many and not _LIST.search(re.sub("名单|清单", "", text[: how_many.start()])):
        rest = _WHAT_FOLLOWS.sub("", how_many["rest"].strip("了的呢吗 "))
        return "count" if how_many["unit"] or rest else "amount"
    if _DIFFERENCE.search(text):
        return "general"
    if _WAYS.search(text) or _WHAT_IS_DONE.search(text):
        return "how"
    if _LIST.search(_QUOTED_LIST.sub("，", text)):
        # 「“白名单”由哪个部门公布」 asks for no list.
        return "list"
    if _WHY.search(text):
        return "why"
    if _WHO.search(text) or _OFFICER_CALLED.search(text):
        return "who"
    if _WHERE.search(text):
        return "where"
    if _HOW.search(text):
        return "how"
    return "general"
