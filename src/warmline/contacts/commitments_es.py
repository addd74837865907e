"""The Spanish patterns of promising."""

from warmline.contacts.commitments import Grammar

_FUTURE = (
    r"(?:llamar|escribir|enviar|mandar|devolver|reembolsar|abonar|contestar|responder|avisar|"
    r"informar|contactar|reparar|arreglar|cambiar|sustituir|solucionar|resolver|confirmar|"
    r"entregar|pasar|ir|llegar|recibir|gestionar|tramitar|cancelar|corregir|actualizar|"
    r"restablecer|revisar|tendr|pondr|dir|dar|estar|ser|volver|habr|har)(?:é|emos|á|án)"
)
_REACH = (
    r"(?:llamar|escribir|enviar|mandar|devolver|reembolsar|abonar|contestar|responder|avisar|"
    r"informar|contactar|reparar|arreglar|cambiar|solucionar|resolver|entregar|dar)(?:é|emos|á|án)"
)

_TO_YOU_FUTURE = (
    r"(?:l[eao]s?|te|se l[oa]s?) (?!(?:cobrar|cargar|costar|vencer|caducar|pedir|solicitar|exigir|"
    r"subir|faltar|parecer|tocar|necesitar|saldr|corresponder|quedar|convendr|interesar|gustar)(?:é|á|emos))[a-záéíóúñ]{2,}r"
    r"(?:é|emos|á|án)"
)
"""Any deed for the contact: 'la atenderá', not what will cost them or be asked of them."""

_ALWAYS = r"\bde lunes a (?:jueves|viernes|sábado|domingo)\b"
"""Opening hours: their times are nobody's due time."""

_THIRD = (
    r"(?:aerolínea|aduanas?|policía|juzgado|tribunal|gobierno|ministerio|embajada|consulado|"
    r"ayuntamiento|hacienda|fabricante|editorial|universidad|organizador\w*|casero|arrendador|"
    r"regulador|otra (?:parte|compañía|aseguradora))"
)
"""Others than the house that writes; what they do is theirs."""

SPANISH_PROMISES = Grammar(
    strong=(
        rf"(?:(?:le|te|les|se lo|se la|lo|la|nos|me) )?(?:pondremos en contacto|{_REACH})|"
        r"(?:le|te|les) (?:llamo|escribo|envío|mando|aviso|contesto|devuelvo|devolvemos|llamamos|"
        r"enviamos|avisamos|llama un|confirmo)|"
        r"(?:voy|vamos|va|van) a (?:llamar|enviar|escribir|devolver|contestar|mandar|reparar|"
        r"arreglar|avisar)\w*|"
        r"(?:recibir|tendr)(?:á|ás) (?:su|tu|el|la|una?|noticias|respuesta)|"
        r"(?:le|te) prometo|me comprometo a"
    ),
    timed=(
        rf"(?:(?:le|te|les|se lo|lo|la) )?{_FUTURE}|(?:voy|vamos|va|van) a \w+|"
        rf"{_TO_YOU_FUTURE}\b|"
        r"(?:el|la|un|una|nuestro|nuestra) (?:técnico|compañero|compañera|grúa|equipo|"
        r"supervisor\w*) "
        r"(?:llega|viene|pasa|va|le llama)|(?:queda|está) (?:programad|agendad|reservad)\w+|"
        r"(?:reviso|miro|compruebo|pregunto|consulto|preparo|"
        r"paso|vuelvo|cambio|arreglo|hablo con) |"
        r"(?:se l[oa]s?|les?|te|l[oa]s?) [a-záéíóúñ]{3,}(?:amos|emos|imos)\b|"
        r"(?:se l[oa]s?|les?|te) [a-záéíóúñ]{3,}o\b|"
        r"he (?:reservado|programado|concertado)"
    ),
    weak_deed=r"revisar|consultar|comprobar|mirar|preguntar|hablar",
    not_deed=r"que\b|usted que\b|no\b|nunca|encantad\w*|necesitar\w*",
    veto_before=(
        r"\b(?:no|nunca|quizás?|tal vez|probablemente|posiblemente|espero|esperamos|esperemos|"
        r"ojalá|"
        r"creo|creemos|dijo|dijeron|dijimos|podría|podríamos|puede que|normalmente|suele|suelen|"
        r"intentar\w*|trataremos|haremos lo posible|nadie|ayer|prometieron|según|usted dijo|"
        r"si usted)\b|"
        rf"(?:^|[,;] )\W*(?:el|la|los|las|su) {_THIRD}\b"
    ),
    veto_after=r"si (?:usted )?(?:quiere|quieres|lo desea|prefiere|le parece)|ojalá|quizás|"
    rf"^[^,;:–—()]*{_ALWAYS}",
    condition=(
        r"\b(?:si|cuando|una vez que|en cuanto) (?:usted |nos |me |tú )?(?:envía|envíe|manda|mande|"
        r"quiere|quiera|necesita|necesite|prefiere|desea|paga|pague|confirma|confirme|acepta|"
        r"devuelva)"
    ),
    tag=r",?\s*¿?(?:de acuerdo|vale|le parece bien|está bien)",
    and_deed=(
        r"y (?:le |te |se lo )?(?:llamar|enviar|escribir|devolver|avisar|llamo|envío|pasar)\w*"
    ),
    not_time_before=r"desde(?: el)?|del mensaje de|de su (?:factura|pedido|llamada) del?",
    lends=r"^deme|^denos",
    policy=(
        r"\b(?:normalmente|habitualmente|por lo general|suele|suelen|horario|nuestra política|"
        r"los clientes|abrimos|abierto|abiertos|"
        r"(?:tod[oa]s l[oa]s|cada) (?:pedidos?|devoluci\w+|reembolsos?|clientes?|paquetes?|"
        r"reclamaci\w+|solicitud(?:es)?))\b"
    ),
    denial=r"\b(?:no|nunca|nadie|imposible|ningun[oa]?|ningún)\b|"
    rf"{_ALWAYS}",
    disclaimed=(
        r"\bno depende de (?:nosotros|mí)|\bno está en nuestras manos|\bfuera de nuestro control|"
        r"\bno (?:decidimos|controlamos)|"
        rf"\b{_THIRD} (?:nos |les? )?(?:ha |han )?(?:dice|dicen|dicho|anunci\w+|inform\w+|"
        r"comunic\w+|asegur\w+|prometi\w+|promete|confirm\w+)"
    ),
    finding=(
        r"(?<!diré )(?<!saber )(?<!comprobar )(?<!ver )\b(?:si|siempre que|en caso de que) "
        r"(?!no\b|usted\b)(?:(?!\bno\b)[^,;.]){1,60}?\b(?:confirm\w+|demuestr\w+|muestr\w+|"
        r"aprueb\w+|aprob\w+|acept\w+|determin\w+|resulta|detect\w+|encuentr\w+|autoriz\w+|"
        r"permit\w+|es (?:culpa|error|fallo))"
    ),
    leads_with_object=True,
)
