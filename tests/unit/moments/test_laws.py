"""The laws of the moment, on generated conversations: safety only rises, order does not matter."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from unit.moments.states import a_reading, a_turn, cues, readings, turns
from warmline.conversation.message import Author
from warmline.moments.decide import RULES, decide
from warmline.moments.decision import Step
from warmline.moments.fold import Folding, fold
from warmline.moments.policy import load_policy
from warmline.moments.record import Record
from warmline.moments.satisfaction import expected_satisfaction
from warmline.moments.signals import STAYING
from warmline.moments.so_far import so_far
from warmline.moments.state import MomentState
from warmline.moments.turn import Turn
from warmline.reading.labels import ASKS, EMERGENCY_KINDS
from warmline.reading.reading import Reading, zeros

POLICY = load_policy()
LAW = settings(max_examples=50, deadline=None)
RAISING = (*(f"emergency.{kind}" for kind in EMERGENCY_KINDS), *(f"asks.{ask}" for ask in ASKS))

raising_cues = cues(labels=RAISING)


def step_of(conversation: list[Turn]) -> Step:
    """The step after the last turn."""
    return decide(fold(conversation, Record()), POLICY).step


def without_model(reading: Reading) -> Reading:
    """The reading that cues alone would have given."""
    return Reading(language=reading.language, model="cues", degraded=True, cues=reading.cues)


def without_what_stays(state: MomentState) -> MomentState:
    """The state without hardship, and without danger of the kind that no solved matter ends."""
    passing = {kind: one for kind, one in state.emergencies.items() if kind != STAYING}
    return replace(state, vulnerability={}, emergencies=passing)


def is_backed_by_cue(conversation: list[Turn]) -> bool:
    """Whether the danger that stands at the end was shown by a word."""
    state = fold(conversation, Record())
    return any(evidence.has_cue for evidence in state.emergencies.values())


@LAW
@given(before=turns(), reading=readings(), cue=raising_cues, after=turns(max_size=3))
def test_a_cue_of_danger_or_of_asking_never_lowers_the_step(
    before: list[Turn], reading: Reading, cue: object, after: list[Turn]
) -> None:
    """One more cue that raises alarm leaves the step where it was, or higher."""
    plain = a_turn(reading=reading)
    raised = a_turn(reading=replace(reading, cues=(*reading.cues, cue)))
    assert step_of([*before, plain, *after]).rank <= step_of([*before, raised, *after]).rank


@LAW
@given(before=turns(), reading=readings(), rise=st.floats(0, 1), after=turns(max_size=3))
def test_a_likelier_emergency_never_lowers_the_step(
    before: list[Turn], reading: Reading, rise: float, after: list[Turn]
) -> None:
    """Raising the probability of danger raises the step or leaves it."""
    higher = replace(reading, emergency=max(reading.emergency, rise))
    one, other = a_turn(reading=reading), a_turn(reading=higher)
    assert step_of([*before, one, *after]).rank <= step_of([*before, other, *after]).rank


@LAW
@given(conversation=turns())
def test_losing_the_model_never_lowers_an_emergency_that_words_show(
    conversation: list[Turn],
) -> None:
    """Without the model, what a cue shows is still an emergency."""
    if not is_backed_by_cue(conversation):
        return
    bare = [
        replace(turn, reading=without_model(turn.reading)) if turn.reading else turn
        for turn in conversation
    ]
    assert step_of(conversation) is Step.EMERGENCY
    assert step_of(bare) is Step.EMERGENCY


@LAW
@given(conversation=turns(), order=st.permutations(RULES))
def test_the_order_of_rules_does_not_matter(conversation: list[Turn], order: list[object]) -> None:
    """Any order of the rules gives the same decision."""
    state = fold(conversation, Record())
    assert decide(state, POLICY) == decide(state, POLICY, rules=order)  # type: ignore[arg-type]


@LAW
@given(conversation=turns())
def test_the_same_conversation_gives_the_same_decision(conversation: list[Turn]) -> None:
    """Folding twice, or turn by turn, ends in the same state and decision."""
    folding = Folding(Record())
    for turn in conversation:
        folding.take(turn)
    state = fold(conversation, Record())
    assert state == folding.state()
    assert decide(state, POLICY) == decide(folding.state(), POLICY)


@LAW
@given(before=turns(), after=turns(max_size=4))
def test_nothing_before_a_resolution_leaks(before: list[Turn], after: list[Turn]) -> None:
    """After "it is solved", only hardship stays, and a wish to die that stood in words."""
    solved = a_turn(place=50, reading=a_reading("relief.solved"))
    whole, fresh = fold([*before, solved, *after], Record()), fold([solved, *after], Record())
    assert without_what_stays(whole) == without_what_stays(fresh)


@LAW
@given(before=turns(), after=turns(max_size=4))
def test_nothing_after_a_resolution_leaks_into_before(
    before: list[Turn], after: list[Turn]
) -> None:
    """What was decided at a turn stays what it was, whatever is said later."""
    solved = a_turn(place=50, reading=a_reading("relief.solved"))
    folding, course = Folding(Record()), []
    for turn in [*before, solved, *after]:
        folding.take(turn)
        course.append(folding.state())
    ended = len(before) + 1
    assert course[ended - 1] == fold([*before, solved], Record())
    assert all(course[place] == fold(before[: place + 1], Record()) for place in range(ended - 1))


@LAW
@given(before=turns(), label=st.sampled_from(["relief.solved", "withdrawn.emergency"]))
def test_a_wish_to_die_outlasts_a_matter_that_is_solved(before: list[Turn], label: str) -> None:
    """Whoever hinted at it in words is not well because their question was answered."""
    hinted = a_turn(place=50, reading=a_reading("emergency.self-harm"))
    thankful = a_turn(place=51, reading=a_reading(label, "relief.thanks"))
    assert step_of([*before, hinted, thankful]) is Step.EMERGENCY


@LAW
@given(before=turns())
def test_work_that_an_agent_has_done_calls_for_nobody_again(before: list[Turn]) -> None:
    """The contact thanks the person, and no ask, anger or insult of before counts; danger does."""
    met = a_turn(Author.AGENT, 50)
    thanks = a_turn(place=51, reading=a_reading("relief.thanks"))
    state = fold([*before, met, thanks], Record())
    assert (state.asks, state.signals, state.abuse, state.failures) == ({}, {}, None, 0)
    assert state.anger_at_entry == 0.0
    assert set(state.emergencies) == set(fold(before, Record()).emergencies)


@LAW
@given(before=turns(), reading=readings())
def test_who_only_speaks_of_a_person_has_not_asked_for_one(
    before: list[Turn], reading: Reading
) -> None:
    """A mention is no ask by itself, and takes no earlier ask back."""
    silent = a_turn(place=50, reading=replace(reading, cues=(), asks={}))
    mention = replace(reading, cues=a_reading("mentioned.person").cues, asks={"person": 0.97})
    told = fold([*before, a_turn(place=50, reading=mention)], Record())
    assert told.asks.get("person") == fold([*before, silent], Record()).asks.get("person")


@LAW
@given(before=turns())
def test_a_returned_handoff_starts_anew(before: list[Turn]) -> None:
    """When a person gives the conversation back, nothing of before calls for one again."""
    returned = a_turn(Author.SYSTEM, notice="handoff.returned")
    assert step_of([*before, returned]).rank < Step.OFFER_PERSON.rank


@LAW
@given(conversation=turns())
def test_the_highest_step_wins_and_every_reason_is_kept(conversation: list[Turn]) -> None:
    """The decision's step is its strongest reason's; no reason means carry on."""
    decision = decide(fold(conversation, Record()), POLICY)
    ranks = [reason.step.rank for reason in decision.reasons]
    assert decision.step.rank == max(ranks, default=0)
    assert ranks == sorted(ranks, reverse=True)
    assert (decision.step is Step.EMERGENCY) == (decision.emergency_kind is not None)


@LAW
@given(conversation=turns())
def test_what_stands_so_far_agrees_with_the_decision(conversation: list[Turn]) -> None:
    """An emergency stands if and only if the decision is one; satisfaction stays on its scale."""
    state = fold(conversation, Record())
    standing = so_far(state, POLICY)
    assert (standing.emergency is not None) == (decide(state, POLICY).step is Step.EMERGENCY)
    assert 1 <= expected_satisfaction(state) <= 5
    assert 0 <= standing.distress <= 1


def test_silence_is_carry_on() -> None:
    """A reading that holds nothing gives no reason."""
    quiet = a_turn(reading=a_reading(asks=zeros(ASKS)))
    assert step_of([quiet]) is Step.CARRY_ON
