"""The English patterns of promising."""

from warmline.contacts.commitments import Grammar

_NAME = (
    r"(?-i:(?!(?:It|This|That|There|The|You|What|Who|Which|When|Where|Why|How|Tomorrow|Today|"
    r"Tonight|"
    r"These|Those|Nobody|Everyone|Everything|Power|Water|Gas|Service|Shipping|Delivery|Refunds?|"
    r"Orders?|Parcels?|Packages|Deliveries|Customers|Payments?|Claims|Bills?|Prices?|Invoices|"
    r"Products|Returns|Trains?|Buses|Members|Users|People|Banks?|Shops?|Stores?|Lines|Offices?|"
    r"Rain|Snow|Storms?|Nothing|Not|Please)\b)[A-Z][a-z]+)"
)
_ROLE = (
    r"(?:colleagues?|team|crew|engineers?|technicians?|managers?|supervisors?|specialists?|"
    r"experts?|agents?|advis[eo]rs?|department|office|plumbers?|electricians?|mechanics?|"
    r"drivers?|couriers?|people|staff|patrol|warehouse|depot|billing|accounts|handler|"
    r"coordinator|partner|workshop|garage|tow truck|recovery truck|van|truck|lorry|"
    r"representative|support|desk|lead|person|member of staff|inspector|fitter|contractor|"
    r"installers?|fitters?|carers?|handlers?|folks|lot|guys|lads|nurses?|sisters?|doctors?|consultants?|surgeons?|midwi(?:fe|ves)|pharmacists?|porters?|"
    r"clerks?|secretary|receptionist|panel|board|committee|adjuster|surveyor|builder|roofer|"
    r"locksmith|caretaker|landlord|bookings|reservations|admissions|dispatch|logistics|"
    r"colleague|rep|branch|store|shop|company|firm|suppliers?|carrier|insurers?|assessor)"
)
_PERSON = (
    rf"(?:I|we|he|she|they|someone(?: from [\w' ]{{1,25}}?)?|somebody(?: from [\w' ]{{1,25}}?)?|"
    rf"(?:one|a member|another) of (?:us|(?:our|my|the)(?: [\w-]+){{0,3}}?)|"
    rf"(?:my|our|the|a|an|another|your)(?: [\w-]+){{0,3}}? {_ROLE}"
    rf"(?: (?:in|from|at|of|for|on)(?: the| our)? \w+| {_NAME})?(?:, [\w.' ]{{1,25}},)?|"
    rf"(?:my|our) {_ROLE}|{_NAME})"
)
_US = r"(?:I|we)"
_WILL = (
    r"(?:['’]ll|(?<=\bI)ll|(?<=we)ll|(?<=they)ll|\s+will|\s+shall|\s+(?:is|are) to(?= \w)|\s+(?:am|are|is)\s+(?:going|about)\s+to|"
    r"['’](?:m|re|s)\s+(?:going\s+to|gonna)|\s+(?:are\s+)?gonna)"
)
_ADVERB = (
    r"(?:\s+(?:personally|also|then|certainly|definitely|gladly|now|just|both|myself|of course|"
    r"immediately|directly|quickly|be sure to|make sure to|make sure(?: that)? (?:I|we)|surely|"
    r"first|again|happily|all|either|in any case|still|go ahead and|be able to|check and|"
    r"check (?:this|that|it) and|look into (?:this|that|it) and|[\w ]{1,30}? and))*?"
)
_REACH = (
    r"(?:(?:call|ring|phone|text|e?-?mail|message|contact|update|inform|notify|tell|remind|brief|"
    r"compensate|reimburse|refund|pay|visit|answer)(?: you| back|(?= your| the| this| it)|(?=\W*$)|"
    r"(?=\W*(?:by|at|on|with|tomorrow|today|tonight|within|in|before|again)\b))|"
    r"write (?:back )?to you|write (?:you|back)|reach out|get (?:right )?back|come back to|"
    r"be back (?:to|in touch|with)|be in (?:touch|contact)|get in touch|follow up|"
    r"keep you (?:posted|updated|informed|in the loop|up to date)|let you know|report back|"
    r"give you (?:an? |the |your |another )?(?:\w+ )?(?:call|ring|update|answer|refund|reply|"
    r"decision|result|confirmation|news|buzz|shout|time|date|credit|discount)|"
    r"reply|respond|send|post|mail|ship|dispatch|deliver|drop (?:it|them|off)|bring|"
    r"credit|transfer (?:the|your) (?:money|amount|refund)|waive|replace|exchange|"
    r"resend|re-send|reship|fix|repair|restore|reconnect|arrange|book|schedule|organi[sz]e|"
    r"set up|cancel|correct|issue|return (?:your|the|it)|"
    r"have (?:it|them|this|that|someone|somebody|an?|the|your|our|my|one of|news)\b|"
    r"get (?:it|this|that|them|someone|somebody|an?|the|your|our|my|one of)\b|"
    r"be with you|resolve|sort|process|complete|finish|come (?:out|by|over|round|around|to)|"
    r"pick (?:it|you|them|the|your|up)|collect|reactivate|activate|unlock|unblock|reverse|"
    r"adjust|chase|see (?:to it )?that you|make sure (?:that )?(?:you|it['’]s|it is|your|the|"
    r"someone)"
    r"(?! (?:do|does)n['’]t)|take care of|deal with|refund)"
)
_THING_DEED = (
    r"(?:\s+(?:definitely|certainly|all|then|also|automatically|now))*\s+"
    r"(?:be (?!(?:able|asked|available|busy|charged|closed|cold|cut|debited|delayed|down|due|"
    r"higher|interrupted|late|needed|off|open|out of|required|taken|unavailable)\b)|"
    r"arrive|reach (?:you|your)|come (?:on|back|to|in|with)|go out|get to you|land in|"
    r"show(?: up)? (?:on|in)|appear (?:on|in)|leave (?:our|the)|follow\b|"
    r"take (?:up to|at most|no more|no longer|between|\d|an?|one|two|three)|work again)"
)
_THING = (
    r"(?:it|this|that|everything|both|(?:your|the|our|a|an|my)(?: (?!customers?\b|storm|train\b|"
    r"bus\b|flight|plane\b|bank\b|"
    r"offer|sale\b|promotion|discount|deal\b|weather|rain|payment|direct|instal|premium|shop|"
    r"store|office|branch|hotline|lines?\b|link|website|app\b|insur)[\w'’-]+){1,5}?)"
)
_YOU_DEED = (
    r"\s+(?:definitely |certainly |also |then |all |both )?"
    r"(?:hear|have (?:it|your|the|an?|our|my|this|them|news|everything|power|water|heating|word)\b|"
    r"receive|get (?:it|your|the|an?|our|my|this|them|news|everything)\b"
    r"(?! (?:fine|penalty|charge|bill\b))|"
    r"be (?:hearing|getting|receiving|contacted|called|phoned|refunded|reimbursed|credited|"
    r"compensated|notified|updated|"
    r"informed|visited|connected|reconnected|back (?:on|up|in)|paid|picked up|collected|"
    r"e?-?mailed|up and running|able to (?:use|log))|"
    r"see (?:it|the (?:refund|money|credit|amount|correction|payment)|your (?:refund|money))|"
    r"find (?:it|the (?:refund|money|credit)))"
)
_DOING = (
    r"(?:calling|ringing|phoning|getting back|e?-?mailing|writing|sending|coming|visiting|shipping|"
    r"dispatching|delivering|bringing|arriving|refunding|following up|picking|fixing|replacing|"
    r"crediting|transferring|driving|returning|repairing|reconnecting|restoring|"
    r"being (?:sent|posted|couriered|reissued|processed|paid|delivered|shipped|fixed|repaired|refunded|replaced|dispatched|credited)|"
    r"with you|on the phone|back (?:on|to you|with you)|going out)"
)

ENGLISH_PROMISES = Grammar(
    strong=(
        rf"{_PERSON}{_WILL}{_ADVERB}\s+{_REACH}|"
        rf"you(?:['’]?ll|\s+will|\s+shall|['’]re going to| are going to){_YOU_DEED}|"
        rf"{_US}(?: can| do| hereby)? (?:promise|guarantee|commit|undertake|pledge)"
        r"(?: you)?(?: that)? (?:to \w+|an? \w+|it\b|your \w+|the \w+)|"
        r"your [\w ]{1,30}? will (?:be (?:refunded|sent|replaced|credited|returned|reimbursed))|"
        rf"(?:(?<=^)|(?<=[.;:,] )|(?:and|but|who|then) )(?:will|shall) {_REACH}|"
        r"consider (?:it|that|the [\w ]{1,25}?|your [\w ]{1,25}?) (?:done|removed|cancel\w+|sorted|"
        r"waived|refunded|fixed|booked)|"
        r"(?:call|count) on (?:me|us) to \w+|you have my word that"
    ),
    timed=(
        rf"{_PERSON}{_WILL}|"
        rf"(?:the|our|an?|one of our) (?!customers?\b|train|bus|flight|storm|weather)"
        rf"(?:[\w'’-]+ ){{1,4}}?(?:will|['’]ll|is going to|are going to|is to|are to) {_REACH}|"
        rf"{_US}(?:['’](?:m|re)| am| are)(?: now| also| just| then)? "
        r"(?!(?:hoping|trying|aiming|planning|waiting|looking|experiencing|closing|opening|"
        r"having|seeing|running|moving|being|going|expecting|asking|thinking|working|talking|"
        r"considering|needing|doing|wondering|struggling|unable)\b)\w+ing|"
        rf"{_THING}(?:['’]ll|\s+will|\s+is going to|\s+are going to){_THING_DEED}|"
        rf"(?:power|water|electricity|gas|heating|service|supply)\s+will{_THING_DEED}|"
        r"(?:the |your |our )?(?:power|water|electricity|gas|heating|service|supply) (?:is|"
        r"comes) back|"
        r"(?:(?:you can|you may|please|do|and|then|so) )?(?<!we )(?<!I )(?<!to )expect "
        r"(?:an? |another |our |my |your |the |to (?:hear|receive|get|have)|it\b|us\b|me\b|"
        r"her\b|him\b|them\b|someone|news|word)|"
        r"let (?:me|us) (?:[\w' ]{0,40}?)(?:get back|come back|call|ring|give you a call|phone|"
        r"e?-?mail|write|send|update|let you know|reply)|"
        r"give (?:me|us) (?:until|till|\d|an?\b|half|one|two|five|ten|fifteen|twenty|thirty)|"
        rf"(?:{_PERSON}|it|(?:the|your|our) [\w'’ -]{{1,30}}?)(?:['’](?:m|re|s)| am| are| is) "
        rf"(?:now |already |also |on (?:his|her|its|their|the) way|{_DOING})|"
        rf"{_PERSON} can (?:be (?:there|with you|round|over|on site|out)|come|call|ring|do it|"
        r"visit|deliver|drop)\b|"
        r"(?:the|our|your|an?) [\w ]{1,30}?(?:['’](?:s|re)| has| have)(?: now| all| been)* "
        r"(?:booked(?: in)?|scheduled|arranged|set|confirmed|pencilled in|due|moved to|lined up)\b|"
        r"(?:the|our) \w+ (?:promises?|guarantees?) (?:your|the|it|them|to|you)\b|"
        rf"{_US}(?:['’]ve| have)(?: just| now| already)? (?:booked|arranged|scheduled|set up|"
        r"reserved|put you down|lined up|organi[sz]ed|planned)|"
        r"(?:has|have|['’]s|['’]ve) been (?:booked|scheduled|arranged|set up|confirmed|moved to|"
        r"rescheduled|rebooked|re-booked|pencilled in|reserved|allocated|assigned|slotted)|"
        r"(?:is|are|['’]s|['’]re)(?: now| all)? (?:booked(?: in)?|scheduled|arranged|confirmed|"
        r"set|due (?:back|out|to (?:arrive|be with)|with you))\b|"
        r"you (?:get|have|hear|receive) (?:it|your|the|an?|our|my|from|back|news|this|that)\b|"
        rf"{_US} (?:call|ring|phone|write to|e?-?mail|refund|pay|text|update|inform) you|"
        rf"(?:(?<=^)|(?<=[.;:,] ))(?:(?:calling|ringing|getting back to|back to|back with|"
        r"e?-?mailing|texting) you|(?:will|shall) \w+|(?:a |your )?(?:call-?back|engineer|"
        r"technician|visit|delivery|refund|reply|answer|new card|replacement)"
        r"(?: [\w-]+){0,3}? (?:booked|scheduled|arranged|confirmed|by|on|at|tomorrow|today|"
        r"within))|"
        rf"(?:the|our|an?|your|my)(?: [\w-]+){{0,3}}? {_ROLE} (?:arrives?|comes?|calls?|visits?|"
        rf"rings?|"
        r"phones?|delivers?|starts?|leaves?|picks? (?:it|you) up|gets? (?:there|to you))\b|"
        r"(?:your [\w ]{1,25}?|the(?: (?!will|train|bus|flight|storm)\w+){1,3}) "
        r"(?:arrives?|ships?|comes?|leaves?|go(?:es)? (?:out|on|in|up|back)|lands?|starts? work\w*|"
        r"gets? (?:here|there|fitted|delivered|shipped|sent|fixed|repaired|changed))\b|"
        rf"(?:and|but|who|which|then|that) will{_THING_DEED}|"
        r"(?:you can )?count on (?:an? |our |my |it\b|hearing)|"
        r"you(?:['’]ll|\s+will) know\b|consider it done"
    ),
    weak_deed=(
        r"check\b|look (?:into|at)|investigate|find out|speak|talk|ask\b|forward|pass|note|"
        r"pull up|escalate|raise|review|make a note|add\b|connect|put you through|transfer you|"
        r"take a look|have a (?:quick )?look|get (?:a|my) (?:supervisor|manager|colleague)|hand"
    ),
    not_deed=(
        r"not\b|never|no longer|hardly|probably|likely|possibly|maybe|perhaps|usually|normally|"
        r"typically|generally|hopefully|ideally|"
        r"be (?:happy|glad|delighted|honest|frank|pleased|here\b|around|available|open|closed|away|"
        r"out of|on (?:holiday|leave)|off\b|brief|sorry|charged|taken|debited|asked|needed|"
        r"required|"
        r"surprised|waiting|able to help|in(?! (?:touch|contact|your)))|"
        r"need|have to|must\b|ask you|admit|say\b|see\b(?! (?:to it|you))|assume|understand|know\b|"
        r"think|try|do (?:my|our|the|their) (?:very |level )?best|do what|do everything|do all|"
        r"hope|"
        r"want|like|love|prefer|require|depend|leave (?:it|that|this) (?:to|with|up to) you|"
        r"start by|close\b|open\b|expire|end\b|renew|cost|go up|rise|increase|wait|"
        r"stay (?:open|here)|miss\b|guess|bet|remain|charge|bill\b|suspend|disconnect|expect|"
        r"appreciate|"
        r"aim|attempt|strive|endeavou?r|consider|cut\b|take your|meet you"
    ),
    veto_before=(
        r"\b(?:hopefully|hop(?:e|es|ing)|might|(?<!\d )may(?! \d)|probably|possibly|maybe|perhaps|"
        r"likely|usually|normally|typically|generally|on average|most cases|as a rule|luck|"
        r"fingers crossed|in theory|ideally|all being well|if all goes well|"
        r"(?:I|we) (?:think|believe|guess|suppose|reckon|doubt|expect|aim|plan|intend|try|estimate|"
        r"wish|assume|imagine)|aiming|trying|planning|not sure|can(?:no|['’])t|can not|cannot|"
        r"unable|"
        r"would|could|won['’]t|said|told|wrote|promised|claimed|claims|mentioned|says|according to|"
        r"apparently|supposed|yesterday|wonder|whether|why|how (?:long|soon)|when|ask(?:ed|s)?|"
        r"don['’]t know|do not know|no idea|never|no one|nobody|customers?|if only|wait for|until|"
        r"unless|thank you for|thought|forecast|read that|rumou?r)\b"
    ),
    veto_after=(
        r"\bif (?:you (?:like|want|wish|prefer|need|['’]d|would)|you['’]d|that helps)|hopefully|"
        r"\bprobably\b|\bmaybe\b|\bperhaps\b|with (?:any|a bit of|some) luck|all being well|"
        r"\bI (?:hope|think|guess|believe)\b|fingers crossed|\bor not\b|but (?:I|we) can(?:no|"
        r"['’])t"
    ),
    condition=(
        r"(?:^|[,;.] )should (?!(?:be|have)\b)(?:the|it|this|you|there|anything|that|your|any|we)"
        r"\b[^,]*,|\b(?:if|should|in case) (?:it|this|that|the [\w ]{1,20}?|anything|they|any"
        r"\w*) (?:happens?|comes? back|fails?|returns?|breaks?|persists?|continues?|recurs?|goes "
        r"wrong|stops?)\b|\bhad you\b|"
        r"\b(?:if|once|as soon as|when|after|should|unless|provided(?: that)?|in case|only if|"
        r"as long as|assuming)\s+you(?:['’](?:d|ve|re|ll))?\b"
        r"(?!\s+(?:(?:don['’]t|do not|haven['’]t|have not|didn['’]t|hear|see|still)\b"
        r"(?:\s+\w+){0,2}\s*(?:hear|heard|receive|received|see|get|got|mind|anything|nothing)?|"
        r"agree))|"
        r"\bif (?:we|I) (?:don['’]t|do not|haven['’]t|have not|hear nothing)\b.{0,30}\byou|"
        r"\bwith your (?:permission|approval|agreement)|\b(?:if|had) (?:I|we|it|there) (?:were|"
        r"had)|"
        r"\bif (?:all|everything|things|nothing)\b|\ball going well|"
        r"\b(?:once|if|when|after|as soon as) (?:we|I)(?:['’]ve| have)? (?:receive|received|get|got|"
        r"have|had) (?:your|it back|them back|that back|those back|payment|confirmation from you)|"
        r"\bin an ideal world|\bsubject to\b|\bas you (?:said|wrote)"
    ),
    tag=(
        r"(?:(?<=\w)\s+|[,;–—-]\s*)(?:ok(?:ay)?|all ?right|alright|right|deal|agreed|fine|"
        r"(?:does|would|will) that (?:work|suit|help|do|be)[\w ]*|is that (?:ok|all right|fine|"
        r"good)[\w ]*|"
        r"how does that sound|sounds? good)"
    ),
    and_deed=(
        r"(?:and|then|&)(?: then| also| will| [Ii]['’]ll| we['’]ll)? "
        r"(?:call|ring|phone|text|e?-?mail|write|message|contact|get|come|follow|let|send|post|"
        r"ship|"
        r"deliver|refund|credit|pay|replace|fix|repair|have|give|update|inform|confirm|report|"
        r"bring|"
        r"be (?:with|back)|reply|arrange|book|transfer|cancel|complete|finish|install|return|"
        r"collect)\b"
    ),
    not_time_before=(
        r"since|dated|(?:about|regarding|re|concerning|confirm(?:ing)?|"
        r"remind you (?:of|about)) "
        r"(?:the|your|our|this) (?:(?!by|before|until|within)[\w-]+ ){0,2}?(?:on|at|for|of|from)?|"
        r"(?:message|e?-?mail|call|letter|bill|invoice|order|request|reading|complaint|outage) "
        r"(?:of|from|(?<!bill )(?<!invoice )(?<!order )on|you (?:sent|made|placed) (?:on)?)|(?:was|were|happened) (?:on)?|"
        r"until you|open(?:ing hours)?(?: from)?|valid until|due(?: on| by)?"
    ),
    lends=r"^(?:give|let) (?:me|us)",
    policy=(
        r"\b(?:usually|normally|typically|generally|in general|on average|as a rule|as standard|"
        r"in most cases|our (?:opening|business|office) hours|opening hours|our policy|"
        r"company policy|"
        r"terms and conditions|customers (?:will|can|get|receive)|(?:we|lines|shop|store|office|"
        r"desk)"
        r"(?:['’]re| are| is) open|maintenance|webinar|standard delivery|for all customers)\b"
    ),
)
