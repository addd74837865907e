"""
Where a Chinese text commits us to something.

Clause by clause, because Chinese often promises without a modal: '今晚8点前给您回电'. A clause with
a deed for the contact binds with a time, or with a word of will; what is asked, hoped, conditional
on the contact, past, denied, or said in general does not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from warmline.contacts.commitments import Commitment
from warmline.contacts.promise_times import SpokenTime

_DEED = (
    r"回电|回拨|回个?电话|打(?:个|一个|通)?电话|致电|去电|电联|打给您|打过(?:来|去)|来电话|"
    r"联系|联络|回复|答复|回信|回访|反馈|通知|告知|告诉|同步|知会|发给|发送|发到|发您|发过|发一|"
    r"发出|发个|发邮件|发短信|发货|补发|重发|邮件|短信|寄|派送|配送|送达|送到|送货|送上|上门|"
    r"到场|到达|"
    r"赶到|到您|到家|安排|跟进|处理(?:好|完|掉)|解决|办好|办理|办完|办妥|完成|搞定|弄好|修好|"
    r"修复|维修|抢修|恢复|来电|来水|通电|供电|供水|供气|通水|开通|激活|解冻|解锁|更换|换新|换好|"
    r"退款|退还|退回|退到|退给|退您|退费|到账|入账|打款|转账|汇款|赔付|赔偿|补偿|查清|查明|"
    r"调查清楚|"
    r"说法|结果|准信|消息|回音|交代|方案|报价|明细|给到|提供|出具|有人|取消|注销|上报|更新|开具|"
    r"发您|写邮件|"
    r"开票|开好|补上|改好|改过来|更正|调整|减免|报销|生效|返还|抵扣|到货|备好|准备好|见到|送来|"
    r"送过|"
    r"过去|过来|到现场|出发|接您|接到|给您(?:一个|个)?(?:答案|回话|信儿|交待|时间)|核实(?:清楚|完)|"
    r"汇报|留言|捎|发走|上线|接您|接(?:您|他|她)?(?:父|母|爸|妈|老|爱人|孩)|打过去|配好|装好|"
    r"看墙|查看|勘察|测|清理|搬|运|取走|拉走|"
    r"回您|看您|退您|还您|寄您|找您|回消息|回函|准话|登门|送过|装上|备好|付这|付款|核查(?:清楚|"
    r"完)|处理|道歉|跟您(?:讲|说)|和您说|向您说明|打给|拨给|结清|核销|补寄|补送|补货|盯着|送电|"
    r"复诊|换表|"
    r"送药|取件|揽收|收件|测量|检修|排查|验收|签字|盖章|审批|放款|放行|入住|退房|换房|出票|改签|"
    r"出单|出报告"
)

_REACH = (
    r"回电|回拨|回个?电话|打(?:个|一个|通)?电话|致电|联系您|和您联系|与您联系|跟您联系|回复|"
    r"答复|回访|"
    r"反馈|通知|告知|告诉您|同步给|发给您|发到您|发您|发个|发一|发过去|补发|重发|寄|上门|退款|"
    r"退还|退回|退给|退您|赔付|"
    r"赔偿|补偿|跟进|给您(?:一个|个)?(?:说法|结果|准信|消息|回音|交代|交待|答案|方案|回话)|更换|"
    r"换新|"
    r"打给您|汇报|留言|打过(?:来|去)|发短信|发邮件|发微信|跟您(?:讲|说)|和您说|向您说明|道歉|"
    r"补寄|补送|"
    r"给您(?:打|回|拨|发|寄|送|写|补|退|换|修|办|开|出|转|留|申请)|(?:打|发|寄|送|拨|转|退|交|"
    r"补|传)给您|"
    r"到账|安排|处理好|解决好|修好|恢复|查清|解决|处理|更正|减免|返还|取消"
)

_WILL = (
    r"会(?!员|议|计|话)|将(?!近)|一定|保证|承诺|负责|确保|肯定|答应|说好|尽快|尽早|稍后|随后|"
    r"后续|第一时间|"
    r"一有|(?:有(?:了|新)?|查到|问到|拿到)(?:消息|结果|进展|信儿|回音|答复|眉目)(?:了|后|以后|之后)?(?=.{0,6}(?:告诉|告知|"
    r"通知|联系|跟您说|和您说|回您|回复))|届时|到时候?|待会儿?|等会儿?|等下|一会儿|马上|立刻|立即|立马|晚点|回头|这两天|这几天|"
    r"近期|近日|过两天|过几天|抽空|改天|待会|等一下|等会|过会儿?|随时|"
    r"这就|现在就|绝对|必定|务必"
)

_NOW = (
    r"^(?:[^，,]{0,6}?(?:我|我们|这边|咱们))(?:这边|这里|这就|再|先|直接|另外|重新)*[给帮为替]您(?:再|重新|"
    r"另外?|加急)*(?:补寄|补发|补送|重寄|重发|换新|退款|退回|寄|发一|安排|预约|申请退)(?!.{0,12}(?:吧|吗|么|呢)$)|"
    r"^[^，,]{0,8}?(?:我|我们)(?:再|这就|直接|另外)?(?:寄|发|送|退|转|补|传|捎|带)给您(?!了|过|的|吧)"
)
"""'我给您补寄一份': said as done now, it is a promise like one with a word of will."""

_WHEN_NEWS = re.compile(
    r"((?:有|查到|问到|拿到).{0,3}(?:消息|结果|进展|信儿|回音|答复|眉目)了?)[，,](?=我)"
)
"""A comma that parts nothing: '有消息,我告诉您'."""

_US = (
    r"我们?|咱们|本人|我司|同事|专员|客服|工程师|师傅|技术员|技术人员|维修员|维修人员|抢修队|"
    r"班组|[检维抢]修|抢修人员|工作人员|"
    r"主管|经理|团队|后台|财务|仓库|快递员?|骑手|司机|拖车|救援车?|部门|店长|老师|负责人|有人|"
    r"专人|组长|"
    r"物业|银行|医院|药房|护士长?|医生|大夫|法务|供应商|厂家|物流|小哥|电工|水工|锁匠|管家|前台|"
    r"店员|"
    r"管理员|调度|理赔|运营|总部|总监|老板|有车|专车|小[王李张刘陈赵周吴孙丹]|"
    r"老[王李张刘陈赵周吴孙]|科|站里|中心|平台|公司|车间|代表|顾问|柜台|窗口|保洁|护工|"
    r"值班人员|查勘员|理赔员|安装|配送员"
)

_OURS = (
    r"退款|款项|钱款?|多收的|余额|押金|费用|赔款|包裹|快递|订单|货物?|补发|新卡|新表|电表|水表|"
    r"发票|合同|账单|单子|"
    r"工单|结果|问题|故障|供电|供水|供气|电力|网络|系统|服务|车|件|申请|报告|您的|这笔|资料|"
    r"方案|差价|暖气|药|版本|网|电|水"
)

_THING_DEED = (
    r"到账|退回|退到|退还|退款|返还|送达|送到|到达|发出|寄出|发货|到货|处理(?:好|完)|解决|办好|"
    r"办完|办理完|完成|"
    r"修好|修复|恢复|来电|来水|通电|通水|到您|开通|激活|生效|更换|换好|出结果|出来|更正|改好|"
    r"核实|到位|到家|有结果|审核|发走|上线|接通|配好|装好|到(?=[。！，,]?$)|来(?=[。！，,]?$)"
)

_POLICY = (
    r"政策|规则|条款|无理由|一般|通常|平时|正常(?:情况|流程|来说)|往往|大多数|原则上|"
    r"按(?:照)?规定|营业时间|工作时间|服务时间|"
    r"上班时间|办公时间|有效期|截止|优惠|活动期"
)

_WEAK = (
    r"盯|值(?:班|到|夜)|查|核实|核对|确认|问问|问一下|了解|催|反映|看看|看一下|研究|商量|沟通|"
    r"讨论|汇报|转告|报给"
)

_NOT_DEED = (
    r"忙|上班|休息|在班|值班|营业|开门|放假|开会|没空|有空|理解|知道|明白|需要|收到了|看到|查到|"
    r"接到您|很抱歉|"
    r"抱歉|满了|排满|在线|在这|等您|等待|见过|说的|没有"
)

_VETO = (
    r"尽量|尽力|争取|力争|希望|但愿|预计|估计|预估|大概率|可能|也许|或许|说不定|应该|恐怕|打算|"
    r"计划|想要?给|(?:也|很|都|真|挺)想(?!办法)|"
    r"一般|通常|平时|正常情况|正常来说|往往|大多|多数|原则上|按规定|按照规定|规定|根据政策|平均|"
    r"不能保证|无法|没法|没办法|不能|不会|不敢|不确定|不一定|未必|很难|难以|没有办法|不便|"
    r"不可能|做不到|"
    r"(?:师傅|司机|同事|客服|经理|仓库|厂家|物流|医生|小[王李张刘陈])[^，,]{0,3}(?<!跟)说(?:他|"
    r"她|会|能|要|大概|是)|没有?人(?:能|会|可以)|无人|"
    r"不用|不必|不需要|打不了|[来去办给发送到做修]不了|您(?:让|要|叫|催|问)我们?|让我们|无需|"
    r"他说|她说|说要|说是|通知[，,:：]|他们说|对方说|网上说|客户说|之前说|上次说|当时说|"
    r"(?<![给为向替帮跟和与])您(?:写|说|提到)|显示|提示|以物流为准|听说|据说|说过|承诺过|答应过|"
    r"营业时间|工作时间|服务时间|上班时间|办公时间|营业至|有效期|截止|活动|优惠|每天|每日|每周|"
    r"每月|"
    r"昨天|昨日|前天|上周|上个月|刚才|刚刚|早上已|本来|原本|原定|"
    r"要是能|能不能|会不会|是否|要不要|需不需要|可不可以|行不行|好不好|有没有"
)

_DUTY = (
    r"^[\s，,]*(?:那)?您[^，,]{0,12}?(?:答复|回复|告诉|告知|联系|通知|寄回?|发|交|付|还|"
    r"退回)(?:给|到)?(?:我们?|咱)|"
    r"^[\s，,]*(?:那|所以|也|另外|还|如需)?(?:请(?!放心|您放心|相信|稍等|耐心|您耐心|您稍等|"
    r"允许|给我)|麻烦您|烦请|劳烦|"
    r"务必|您(?:需要|需|要|得|必须|应该|可以|可|只需|先|方便|自己|自行|最好|如果|若))"
)

_ON_CONTACT = (
    r"(?:如果|如|若|要是|假如|倘若|一旦|只要|除非|(?:等|待|当)(?=您.{1,12}(?:后|时|了|"
    r"再)))(?:是)?您(?!(?:还|仍|一直|到时)?(?:没|未|等|不介意|没有))|"
    r"您.{0,14}(?:的话|之后|以后|后)[，,]|(?:如需|如有需要|需要的话|愿意的话|方便的话|可以的话)|"
    r"(?:收到|拿到|签收)(?:您的?|退回|寄回|材料|资料|照片|证明).{0,10}(?:后|之后)"
)

_WORLD_IF = r"如果.{0,8}(?:没|未|不|还)"

_ARRANGED = (
    r"(?:已经?|刚)?(?:为您|帮您|给您)?(?:安排|预约|登记|约好|约了|定好|定在|约在|排在|预定|排好)"
)

_PAST = r"已经?|过(?:电话|您|了|一次|两次)|(?:给|为|帮)您.{1,6}了|打了|发了|寄了|退了"

_OFFER = r"可以|能够?(?!源|量)|能给|帮得上"

_TO_YOU = r"(?:给|为|向|跟|与|和|替|帮|同|把.{1,12}给)您"

_AROUND_TIME = (
    r"[，,；;:：—\s（）()、的就那]*"
    r"(?:最晚|最迟|在|于|之?前|以前|之?内|以内|左右|的?时候|[，,\s（）()])*"
)

_QUESTION = r"[？?]\s*$|(?:吗|呢|么)[。？?！!~～\s]*$"

_TAG = (
    r"[，,]\s*(?:您看)?(?:好吗|可以吗|行吗|好不好|可以吧|行吧|怎么样|如何|您看(?:可以|行|好|"
    r"方便)吗|"
    r"方便吗|合适吗)\s*[？?]?\s*$"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    times: tuple[SpokenTime, ...]
    is_bound: bool
    is_strong: bool

    @property
    def is_weak(self) -> bool:
        """Whether it speaks of an inner act, which lends its time to the deed that follows."""
        return bool(re.search(_WEAK, self.text)) and not re.search(_REACH, self.text)


def commitments_zh(sentence: str, times: Sequence[SpokenTime]) -> list[Commitment]:
    """
    Find what a Chinese sentence commits us to.

    Args:
        sentence: one sentence, with its full stop or question mark.
        times: said in it, with positions in the sentence.
    """
    plain = sentence.replace("你", "您").replace("您们", "您")
    plain = _WHEN_NEWS.sub(r"\1、", plain)
    if re.search(_QUESTION, plain) and not re.search(_TAG, plain):
        return []
    if re.search(_ON_CONTACT, plain) and not re.search(_WORLD_IF, plain):
        return []
    if re.search(_POLICY, plain):
        return []
    clauses = list(_clauses(plain, times))
    found = list(_joined(clauses))
    timed = [one for one in found if one.time is not None]
    return timed or found[-1:]


def _joined(clauses: Sequence[_Clause]) -> Iterator[Commitment]:
    """Bring each bound clause together with its own time, or with one that stands beside it."""
    taken: set[int] = set()
    for place, clause in enumerate(clauses):
        if not clause.is_bound:
            continue
        start, end, time = clause.start, clause.end, _chosen(clause)
        before = clauses[place - 1] if place else None
        if time is None and before and (place - 1) not in taken and _lends(before):
            time, start = _chosen(clauses[place - 1]), clauses[place - 1].start
            taken.add(place - 1)
        after = place + 1
        if time is None and after < len(clauses) and _lends(clauses[after]):
            time, end = _chosen(clauses[after]), clauses[after].end
            taken.add(after)
        if time is not None and clause.is_weak and after < len(clauses):
            follower = clauses[after]
            if follower.is_bound and not follower.times:
                continue
        if time is not None or clause.is_strong:
            yield Commitment(start=start, end=end, time=time)


def _lends(clause: _Clause) -> bool:
    """Whether a clause is only a time, or the time of its neighbour."""
    if "需要" in clause.text:
        return False
    if clause.is_bound and clause.is_weak and clause.times:
        return True
    if clause.is_bound or not clause.times or re.search(_DUTY, clause.text):
        return False
    if re.search(_VETO, clause.text.replace("不会超过", "").replace("不能超过", "")):
        return False
    rest = len(clause.text) - sum(one.end - one.start for one in clause.times)
    return rest <= 10


def _chosen(clause: _Clause) -> SpokenTime | None:
    if not clause.times:
        return None
    if len(clause.times) > 1:
        between = clause.text[
            clause.times[0].end - clause.start : clause.times[1].start - clause.start
        ]
        if re.search("或|最晚|最迟|至|到", between):
            return clause.times[-1]
    return clause.times[0]


def _clauses(plain: str, times: Sequence[SpokenTime]) -> Iterator[_Clause]:
    start, is_ours = 0, False
    cuts = [
        found.start()
        for found in re.finditer(
            r"[，,；;]|(?<!\d)[:：]|[:：](?!\d)|——|(?:并且?|同时|然后|接着)(?=[^，,]{0,8}(?:给|"
            r"帮|为|把|安排|寄|发|退|"
            r"通知|回))",
            plain,
        )
    ]
    for cut in [*cuts, len(plain)]:
        text = plain[start:cut]
        if (
            plain[cut : cut + 1] in "并同然接"
            and cut < len(plain)
            and not _has_own(start, cut, times)
        ):
            continue  # '核实并回复您' is one promise unless each deed has its time
        if cut < len(plain) and _is_bare_time(text, start, times):
            continue
        own = tuple(one for one in times if start <= one.start and one.end <= cut)
        if text.strip("，,；;:：—。 "):
            offset = len(text) - len(text.lstrip("，,；;:：— "))
            end = start + len(text.rstrip("。！!？? \n，,"))
            is_bound, is_strong = _bound(text, own, is_ours=is_ours)
            yield _Clause(
                start + offset, end, plain[start + offset : end], own, is_bound, is_strong
            )
            is_ours = (
                is_ours or is_bound or bool(re.search(rf"(?:{_US}|[给为帮替]您)(?!.*没)", text))
            )
        start = cut


def _has_own(start: int, cut: int, times: Sequence[SpokenTime]) -> bool:
    """Whether a time is said both before a cut and after it."""
    return any(start <= one.start < cut for one in times) and any(one.start >= cut for one in times)


def _is_bare_time(text: str, start: int, times: Sequence[SpokenTime]) -> bool:
    """Whether a clause is a time and nothing else, so that it belongs to the next one."""
    own = [one for one in times if start <= one.start and one.end <= start + len(text)]
    rest = text
    for one in reversed(own):
        rest = rest[: one.start - start] + rest[one.end - start :]
    return bool(own) and re.fullmatch(_AROUND_TIME, rest) is not None


def _bound(text: str, times: Sequence[SpokenTime], *, is_ours: bool) -> tuple[bool, bool]:
    """
    Whether a clause binds us, and whether it does so without a time.

    Args:
        text: of the clause.
        times: said in it.
        is_ours: whether an earlier clause of the sentence spoke of us, so that a bare deed is ours.
    """
    clause = re.sub(
        r"不(?:会|能)?(?:超过|晚于|迟于)|不会让您(?:久等|白等)|不会(?:忘|落下)", "", text
    )
    clause = clause.strip("，,；;:：— ")
    if not times and re.search(r"会自动|系统.{0,6}自动|负责.{0,10}的[。！!]*$|不归我们?管", clause):
        return False, False
    settled = _settled(clause, times)
    return _weighed(clause, times, is_ours=is_ours) if settled is None else settled


def _settled(clause: str, times: Sequence[SpokenTime]) -> tuple[bool, bool] | None:
    """What some words settle alone: vetoes, duties of the contact, the past, offers."""
    if re.search(_VETO, clause) or re.search(_DUTY, clause):
        return False, False
    if re.search(r"^(?:请您?|麻烦您?)(?!放心|相信|稍等|耐心)", clause):
        return False, False
    if re.search(r"^(?:请|麻烦)?您?(?:再|先|稍)*(?:给我们?|等我|稍等)[^，,]*$", clause):
        return False, False
    if times and re.search(_ARRANGED, clause):
        return True, False
    has_will = bool(re.search(_WILL, clause))
    if re.search(_PAST, clause) and not has_will:
        return False, False
    if re.search(_OFFER, clause) and not re.search(
        r"就(?:可以|能)|一定能|肯定能|会|保证|能(?:到|送到|寄到|好|修好|办好|出来|退到|装好|给您)",
        clause,
    ):
        return bool(times) and bool(re.search(rf"(?:{_OURS}).*(?:{_THING_DEED})", clause)), False
    return None


def _weighed(clause: str, times: Sequence[SpokenTime], *, is_ours: bool) -> tuple[bool, bool]:
    """Who does what for whom, weighed together."""
    has_will = bool(re.search(f"{_WILL}|{_NOW}", clause))
    to_you = bool(
        re.search(
            rf"{_TO_YOU}.{{0,14}}?(?:{_DEED})|(?:{_DEED})(?:给)?您|[回看退还寄找补赔]您", clause
        )
    )
    by_us = bool(re.search(rf"(?:{_US}).{{0,24}}(?:{_DEED})", clause))
    thing = bool(re.search(rf"(?:{_OURS}).{{0,24}}(?:{_THING_DEED})", clause))
    yours = bool(re.search(r"您.{0,16}(?:收到|接到|拿到|得到|看到|用上|知道)", clause))
    is_deed = bool(re.search(_DEED, clause))
    if times:
        idle = bool(re.search(_NOT_DEED, clause))
        to_you = to_you or (not idle and bool(re.search(rf"{_TO_YOU}[^，,]", clause)))
        by_us = by_us or (not idle and bool(re.search(rf"^.{{0,30}}?(?:{_US})[^，,的]", clause)))
        arrives = is_ours and bool(re.search(r"[到来去][。！!]?$", clause))
        bare = arrives or (
            is_deed and (has_will or is_ours or bool(re.search("把.{1,16}(?:给|到|您)", clause)))
        )
        short = is_deed and re.search(
            r"(?:前|内|之前|以内).{0,2}(?:给|到|退|回|寄|发|处理|解决|恢复|修|送|上门|到账|办|"
            r"补|搞定|完成|交|拿|换|装|查)",
            clause,
        )
        return bool(to_you or by_us or thing or yours or bare or short), has_will and to_you
    reach = bool(re.search(_REACH, clause))
    return (is_deed or yours) and (has_will or to_you), has_will and reach and bool(
        to_you
        or by_us
        or yours
        or thing
        or re.search(rf"(?:会|将|一定|保证).{{0,12}}(?:{_REACH})", clause)
    )
