"""
Whether words name an illness or a condition, so that they are not kept.

The list is short on purpose and errs on the side of refusing: who is refused is asked for the need
instead. It looks at words that are about to be remembered, never at what a contact writes.
"""

import re
from typing import Final

_ENGLISH: Final = (
    r"cancer\w*|carcinom\w*|tumou?rs?|leuk\w*mia|lymphom\w*|chemo\w*|dement\w*|alzheimer\w*|"
    r"parkinson\w*|diabet\w*|insulin|depress\w*|bipolar|schizo\w*|psychos\w*|psychotic|autis\w*|"
    r"asperger\w*|adhd|asthma\w*|copd|emphysema|strokes?|epilep\w*|seizures?|hiv|aids|ptsd|ocd|"
    r"anxiety|panic disorder|sclerosis|(?-i:ALS)|cirrhosis|hepatit\w*|dialysis|kidney (?:failure|"
    r"disease)|heart (?:failure|disease|attack|condition)|deaf\w*|blind\w*|glaucoma|cataracts?|"
    r"dyslex\w*|disab\w*|handicap\w*|pregnan\w*|miscarr\w*|suicid\w*|addict\w*|alcohol\w*|"
    r"fibromyalgia|arthritis|paraly\w*|tetrapleg\w*|parapleg\w*|apn(?:oe|e)a|anorex\w*|bulimi\w*|"
    r"amput\w*|diagnos\w*|illness\w*|disease\w*|syndrome|terminal(?:ly)? ill"
)
_CHINESE: Final = (
    r"癌|肿瘤|白血病|淋巴瘤|化疗|痴呆|阿尔茨海默|阿尔兹海默|老年痴呆|帕金森|糖尿病|胰岛素|抑郁|"
    r"双相|躁郁|精神分裂|精神病|自闭|孤独症|多动症|哮喘|慢阻肺|肺气肿|中风|脑梗|癫痫|艾滋|"
    r"焦虑症|强迫症|恐慌症|硬化症|渐冻|肝硬化|肝炎|透析|尿毒症|肾衰|心脏病|心梗|心衰|聋|失明|"
    r"盲人|眼盲|青光眼|白内障|阅读障碍|残疾|残障|怀孕|孕妇|流产|自杀|上瘾|成瘾|酗酒|关节炎|瘫痪|"
    r"截瘫|呼吸暂停|厌食|截肢|确诊|诊断|患有|病症|综合征"
)
_SPANISH: Final = (
    r"c[aá]ncer|tumor\w*|demencia|diab[eé]t\w*|depresi\w*|depresiv\w*|esquizo\w*|autis\w*|asma|"
    r"epilep\w*|ictus|sida|vih|sord[oa]s?|sordera|cieg[oa]s?|ceguera|discapaci\w*|embaraz\w*|"
    r"adict\w*|alcoh[oó]lic\w*|di[aá]lisis|esclerosis|enfermedad\w*|diagn[oó]stic\w*|ansiedad"
)
_GERMAN: Final = (
    r"krebs\w*|tumor\w*|demenz\w*|diabet\w*|zuckerkrank\w*|schizo\w*|autis\w*|asthma\w*|epilep\w*|"
    r"schlaganfall\w*|taub\w*|geh[oö]rlos\w*|schwerh[oö]rig\w*|blinde?\w*|sehbehindert\w*|"
    r"behinder\w*|schwanger\w*|s[uü]chtig\w*|alkohol\w*|dialyse|sklerose|krankheit\w*|\w*krank|"
    r"diagnos\w*|angstst[oö]rung"
)
_NAMED: Final = re.compile(
    rf"(?<![^\W_])(?:{_ENGLISH}|{_SPANISH}|{_GERMAN})(?![^\W_])|{_CHINESE}", re.IGNORECASE
)


def names_illness(words: str) -> bool:
    """Whether an illness, a condition or a diagnosis is named."""
    return _NAMED.search(words) is not None
