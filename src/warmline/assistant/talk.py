"""
What people say to a program besides questions: greetings, thanks, "are you a bot?", "not that".

Written by hand for English, Chinese, Spanish and German, and all four are listened for at once,
since people mix them. Only a message that is nothing else counts; a question behind a greeting is
a question. What is answered to it is not decided here.
"""

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 80
"""Code points; whoever writes more has something to say."""

_HAN: Final = "\u3400-\u9fff"

_PHRASES: Final = {
    "other": r"""
        (no )?(i meant )?(the )?(other|next) one | (no )?the other | something else
        | (不是?这个?)?(换|我?要|我?问的?是)?(另外?一个|另一条|下一个|别的那个) | 换一个
        | (no )?(el|la) otr[oa] | (nein )?(das|der|die|den) andere[nrs]?
        """,
    "repair": r"""
        no | nope | wrong( answer| one)? | not (that|this)( one)? | not (really|quite|helpful)
        | (no )?(thats|this is|thats really|its) (not|wrong)( what i (meant|mean|asked|said|wanted|
          was asking|am asking)( for| about)?| it| right| my question| the question| helpful
          | what im (asking|after|looking for))?
        | (you )?(misunderst(oo|an)d|got (me|it|that) wrong|didnt (understand|get) (me|it|that))
          ( me)?
        | (that|this) (doesnt|didnt|does not|did not) (answer my question|help)( me)?
        | (no )?i meant something else | i didnt (mean|ask) that
        | (我)?(说|问|指)?的?不是(这个|那个)?(意思)?(的)? | 我不是(这个|那个)意思
        | (这个|那个)?不对 | 不是这个
        | (你|您)?(理解|搞|弄|听|看)错(了|我的意思)?(了)? | 答非所问 | (这)?不是我(想|要)?问的
        | (你|您|这)?(还是)?没(有)?(回答|答)(到)?我(的)?问题 | (你|您)没(听|看)?(明白|懂)(我的意思)?
        | (no )?(no )?(es|era) (eso|lo que (quise decir|quer[ií]a( decir)?|preguntaba|pregunt[eé]))
        | no me refer[ií]a a eso | eso no( es)? | (no )?me (ha|has) entendido mal
        | no me (ha|has) entendido | no no es eso
        | nein | falsch( verstanden)? | das (meine|meinte) ich nicht | nicht das | das nicht
        | (nein )?(so|das) (war|habe ich|ist) (das )?(nicht|es nicht)( so)?( gemeint)?
        | das war nicht meine frage | sie haben mich (falsch|nicht) verstanden
        """,
    "program": r"""
        (are|r) (you|u) (a |an |actually |really )*(ro)?bot( or .*)?
        | are you (a |an |even |actually )*(real|human|ai|person|machine|computer|program|chatbot|
          real person|human being|live agent)( or .*)?
        | (am i|is this me) (talking|speaking|chatting|writing) (to|with) an? .{2,30}
        | is this (a |an )?(ro?bot|bot|machine|real person|human|ai|program)( or .*)?
        | (who|what) are you
        | (你|您|这)?(到底)?是(不是)?(机器人?|真人|人工|人|程序|ai|智能客服|人工智能)(吗|么|呢|吧)?
        | (你|您|这|对面)?是?(机器人?|真人|人工|人|ai)还是(机器人?|真人|人工|人|ai|程序)
        | (你|您)是谁
        | (eres|es usted|es|estoy hablando con|hablo con) (un |una )?(ro)?(bot|persona( real)?|
          humano|m[aá]quina|ia|programa)( o .*)? | qui[eé]n (eres|es usted)
        | (sind sie|bist du) (ein |eine )?((ro)?bot(er)?|mensch|maschine|ki|echt(er mensch)?|
          programm|computer)( oder .*)? | wer (sind sie|bist du)
        | (spreche|schreibe|rede) ich (hier |gerade )?mit (einem|einer) .{2,30}
        """,
    "small-talk": r"""
        how are (you|things)( doing)?( today)? | hows it going | how do you do | whats up
        | (你|您)(今天|最近)?(好吗|怎么样|还好吗) | 最近(怎么样|好吗|忙吗) | 吃了吗
        | qu[eé] tal( est[aá]s?)? | c[oó]mo est[aá]s?( usted)? | c[oó]mo va( todo)?
        | wie geht( e)?s( ihnen| dir)?( so| heute)? | wie gehts
        """,
    "thanks": r"""
        thanks?( you| u)?( so much| very much| a lot| a million)?( again)?
          ( for (your|the|all the|all your) (help|answer|reply|time))?
        | thx | ta | cheers | (much|really) appreciated | many thanks | i appreciate it
        | (非常|真是|太|真的)?(谢谢|感谢|多谢|谢了|谢啦)(您|你|啦|了|哈|啊)?(的?帮助|的?解答|了)?
        | (您|你)?辛苦了? | 麻烦(您|你)了
        | (muchas |mil |muchísimas )?gracias( por (su|tu|la) ayuda)? | muy amable
        | (vielen |herzlichen |besten )?dank(e)?( schön| sehr| dir| ihnen)?( für .{3,20})? | merci
        """,
    "goodbye": r"""
        bye( bye)? | good ?bye | see you( later)? | (no )?(that|thats|that is|thatll be) (all|it)
          ( for (now|today))? | nothing else | have a (nice|good) (day|evening|weekend)
        | 再见 | 拜拜 | (就|先)?(这样|这些)(吧|了)? | 没(有)?(别的|其他|其它)?(事|问题)?了 | 没事了?
        | adi[oó]s | hasta (luego|pronto|la vista) | nada m[aá]s | eso es todo | chao
        | tsch[uü](ss?|ß) | auf wiedersehen | das (war|wars|wäre) (es|alles)? | das wars
        | nichts weiter | sonst nichts
        """,
    "greeting": r"""
        (good (morning|afternoon|evening|day)|hi|hello|hey|hiya|greetings)( there| again| all)?
        | anybody (there|here) | is (anyone|anybody|someone) (there|here) | (are )?you there
        | (你|您)们?好(啊|呀|吗)? | 在(吗|不在|么)(啊)? | 有人(吗|在吗)?
        | (早上|上午|下午|中午|晚上)好 | 哈喽 | 嗨
        | hola( buenas)? | buen[oa]s( d[ií]as| tardes| noches)? | hay alguien
        | hallo | guten (tag|morgen|abend) | moin | gr[uü](ss|ß) gott | ist (da )?jemand( da)?
        | bonjour
        """,
    "yes": r"""
        yes( i (would|do))? | yep | yeah | sure | of course | (yes )?go ahead | please( do)?
        | id like that | 是(的|啊)? | 要(的)? | 需要 | 可以 | 好(的|啊|呀)? | 行 | 嗯+ | 对(的)?
        | s[ií]( quiero)? | claro( que s[ií])? | vale | de acuerdo
        | ja( gern(e)?)? | gern(e)? | ok(ay)?
        """,
    "no": r"""
        no( thanks?( you)?| not now)? | nope | nah | 不(用|要|需要|必)?(了)?(谢谢)? | 没有
        | no gracias | nein( danke)?
        """,
    "acknowledged": r"""
        ok(ay)? | k | al ?right | fine | i see | got it | understood | (that )?makes sense | great
        | perfect | good | cool | super | (that|it) (worked|helped|helps) | done
        | 好(的|吧|啊|呀|嘞)? | 行(吧)? | 可以 | (我)?(知道|明白|懂|了解|清楚)(了)?
        | 收到 | 嗯+ | 哦+ | 解决了 | 原来如此
        | vale | de acuerdo | entendido | perfecto | (muy )?bien | claro | ya veo
        | gut | alles klar | verstanden | in ordnung | passt | klar | aha
        """,
    "both": r"""
        both( of them)? | 两个都(要|是|想知道|看看?)? | 都(要|是|想知道) | ambos | ambas
        | l[oa]s dos | (alle )?beide[ns]?
        """,
    "neither": r"""
        neither( of (them|those|these|the two))?( one)? | none( of (them|those|these))?
        | (这)?(两个)?都不(是|对|要) | ningun[oa]( de (l[oa]s|ell[oa]s)( dos)?)?
        | kein[es]{0,2}( von beiden| davon)? | weder noch
        """,
    "first": r"""
        (the )?(1|one|first|1st|former|number (1|one)|no 1|option (1|one))( one)?
        | 第?(一|1)(个|条|项|种|号)? | (选|是)?(前者|前(一个|面那个|面的)|上面(那个|的)?)
        | (el |la )?(uno|primer[oa]?|1) | (das |die |der |den )?(erste[nrs]?|eins|nummer (1|eins))
        """,
    "second": r"""
        (the )?(2|two|second|2nd|latter|last|number (2|two)|no 2|option (2|two))( one)?
        | 第?(二|两|2)(个|条|项|种|号)? | (选|是)?(后者|后(一个|面那个|面的)|下面(那个|的)?)
        | (el |la )?(dos|segund[oa]|2) | (das |die |der |den )?(zweite[nrs]?|zwei|nummer (2|zwei))
        """,
}
_FILLER: Final = (
    r"(hi|hello|hey|hola|hallo|oh|um|er|well|so|sorry|please|ok(ay)?|yes|great|perfect|no|super|"
    r"thanks?( you)?|por favor|bitte|gracias|danke|perdón|entschuldigung|guten tag|dear|"
    r"您好|你好|嗯+|哦+|呃|那|好的?|行|不|不好意思|请问|谢谢|喂)"
)


def _pattern(phrases: str) -> re.Pattern[str]:
    """Phrases between bars with spaces around them; a line ends anywhere but inside a phrase."""
    joined = re.sub(r"\n\s*", "", re.sub(r"\n\s*\| ", "|", phrases)).replace(" | ", "|").strip()
    return re.compile(rf"(?:{_FILLER} ?){{0,3}}?(?:{joined})(?: ?{_FILLER}){{0,3}}")


_PATTERNS: Final = {kind: _pattern(phrases) for kind, phrases in _PHRASES.items()}
_MEANT: Final = re.compile(
    r"^\W*(?:(?:no|nein|不|不是)\W+)?(?:what )?(?:i (?:meant|mean)(?: was| is|t to say)?|"
    r"i was asking about|我(?:的意思)?是(?:说|想问|问)|我(?:想)?问的是|"
    r"me refer[ií]a a|me refiero a|quer[ií]a decir|quiero decir|"
    r"ich (?:meinte?|wollte wissen))\W+(?P<rest>.{4,})$",
    re.IGNORECASE | re.DOTALL,
)
_MEANT_HAN: Final = re.compile(
    r"^\W*(?:不\W*|不是\W*)?我(?:的意思是|是说|是想问|是问|想问的是|问的是|要问的是)\W*(?P<rest>.{2,})$",
    re.DOTALL,
)

ANSWERS: Final = ("yes", "no", "acknowledged", "first", "second", "both", "neither")
"""What only answers something that we said."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a message is besides a question; `kind` None when it is a question."""

    kind: str | None
    question: str
    """What is asked: the message, or what stands behind 'no, I meant'."""


def hear(text: str) -> Talk:
    """Tell small talk and repair from questions."""
    meant = _MEANT.match(text) or _MEANT_HAN.match(text)
    if meant is not None:
        return Talk(None, meant["rest"].strip())
    kinds = ("other", "repair", "program", "small-talk", "thanks", "goodbye", "greeting")
    return Talk(next((kind for kind in kinds if says(text, kind)), None), text)


def says(text: str, kind: str) -> bool:
    """Whether the message is one of the phrases of a kind, and nothing else."""
    if len(text) > LONGEST:
        return False
    return _PATTERNS[kind].fullmatch(_bare(text)) is not None


def _bare(text: str) -> str:
    """Small letters, no marks; one space between words, none beside a Han character."""
    words = re.sub(r"['’]", "", text.lower())
    words = re.sub(r"[\W_]+", " ", words).strip()
    return re.sub(rf"(?<=[{_HAN}]) | (?=[{_HAN}])", "", words)
