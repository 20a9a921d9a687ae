"""Closed classes of English words, by which ``syntax`` recognises clauses.

All lists were written for Handa. They hold words of grammar and the commonest verbs, not
vocabulary: what is not in them is a content word.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SUBJECT_PRONOUNS = _words(
    """i you he she it we they there everybody everyone everything somebody someone something
    anybody anyone anything nobody nothing these those this one both all none others"""
)
PERSONAL = _words("i you he she it we they there everybody everyone somebody someone nobody")
OBJECT_PRONOUNS = _words(
    "me him them us myself yourself himself herself itself ourselves yourselves themselves"
)
DETERMINERS = _words(
    """a an the my your his her its our their this that these those some any each every both all no
    another many most several few such which whose two three four five six seven eight nine ten"""
)
BE = _words("am is are was were 'm 're 's isn aren wasn weren ain")
AUXILIARIES = BE | _words(
    """have has had 've 'd do does did can could will would 'll may might shall should must ought
    cannot ca wo won don doesn didn hasn haven hadn couldn wouldn shouldn"""
)
PREPOSITIONS = _words(
    """of to in on at for with from by about into over under between through during without within
    against towards toward upon across behind beside near off out up down around along among
    despite per via regarding like except beyond above below inside outside"""
)
CONJUNCTIONS = _words("and or but nor so yet plus")
ADVERBS = _words(
    """not n't never always often also just really still already only ever even soon now then here
    there very too quite almost again maybe perhaps usually sometimes rarely hardly both simply
    gladly kindly please"""
)
QUESTION_WORDS = _words("what how why whether where who when which")
SUBORDINATORS = _words(
    """because although though whereas unless until till if when whenever while since once as
    before after wherever provided lest than"""
)
CLOSED = (
    SUBJECT_PRONOUNS
    | OBJECT_PRONOUNS
    | DETERMINERS
    | AUXILIARIES
    | PREPOSITIONS
    | CONJUNCTIONS
    | ADVERBS
    | QUESTION_WORDS
    | SUBORDINATORS
    | _words("be been being that whom whose much more less other than mine yours ours theirs")
)
REPORTING = _words(
    """know knows knew think thinks thought believe believes believed hope hopes hoped see sees saw
    understand understands understood say says said tell tells told explain explains explained
    guess find finds found feel feels felt mean means meant show shows showed shown sure sorry
    afraid glad happy aware certain confident clear notice noticed realise realised realize
    realized remember remembered assume assumed suppose supposed suggest suggests suggested
    recommend ask asks asked inform informed note noted confirm confirmed promise promised agree
    agreed decide decided hear heard learn learned learnt fact idea chance reason so likely
    possible mistake wonder doubt expect expected wish check checked report reported mention
    mentioned ensure assured assure reassure advise advised admit convinced disappointed
    surprised worried pleased grateful"""
)
NEGATIVE_OPENERS = _words(
    "not never nowhere rarely seldom hardly scarcely only neither nor little no"
)
IRREGULAR_PASTS = _words(
    """came went said told took gave got made knew found saw sent began left kept thought felt
    brought bought caught fell flew forgot grew heard held led lost met paid put ran read rose
    sat set slept spoke spent stood stuck swam taught threw understood woke won wrote broke
    chose drove ate drank hit cut let cost became rang sang sold built lent meant dealt wore
    shut hurt"""
)
BASE_VERBS = _words(
    """accept access act add address admit advise afford agree allow answer apologise apologize
    appear apply appreciate approach arrange arrive ask assist assume assure attend avoid await
    be become begin believe belong block book borrow break bring build buy call cancel care
    carry cash catch cause change charge check choose claim clarify clean clear click close
    collect come compare complain complete confirm connect consider contact continue control
    cook cope copy correct cost count cover create cut deal decide deliver depend describe
    deserve develop die disappoint discuss do doubt download draw dream drink drive drop earn
    eat employ enable encourage end endorse enjoy ensure enter escalate establish exchange
    expect experience explain express extend face fail fall feel fetch file fill find finish fit
    fix fly focus follow force forget forward gain get give go grow guarantee guess handle hang
    happen have hear help hesitate hide highlight hold hope hurry hurt identify ignore imagine
    improve include increase inform inquire install insist interrupt invite involve issue join
    judge keep kill knock know last laugh lead lean learn leave lend let lie lift like limit
    link list listen live load lock log look lose love maintain make manage mark meet mention
    mind miss mistake move need notice note notify obtain occur offer open order organise
    organize own pack panic pass pay perform permit pick plan play please point post practise
    prefer prepare present press pretend prevent print proceed process promise protect prove
    provide publish pull purchase push put question quote raise reach react read realise realize
    reassure receive recharge recommend record recover reduce refer refund refuse register
    reinstall relate relax release rely remain remember remind remove renew rent repair repeat
    replace reply report request require reschedule reserve reset resolve respect respond rest
    restart restore return reveal review ring rise run save say schedule search see seem select
    sell send separate serve set settle share show shut sign sit sleep smile solve sort sound
    speak spend spread stand start state stay stick stop store study submit subscribe subtract
    succeed suffer suggest supply support suppose switch take talk teach tell test thank think
    throw touch track train transfer travel treat trouble trust try turn type understand unlock
    update upgrade upload use verify visit wait wake walk want warn wash waste watch wear win
    wish withdraw wonder work worry write"""
)
GERUND_PREPOSITIONS = _words("by for of without before after from in on about with at")
NOT_GERUNDS = _words(
    """morning evening during meeting training something anything nothing everything building
    according regarding following including feeling warning wedding ceiling clothing shilling"""
)
