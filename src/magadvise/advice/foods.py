"""Foods that bring magnesium: which of them suit an age, and what is said beside them."""

from magadvise.knowledge.rows import Food, FoodNote, Knowledge
from magadvise.model import Profile


def notes(profile: Profile, knowledge: Knowledge) -> tuple[FoodNote, ...]:
    """What holds at this age alone."""
    return tuple(n for n in knowledge.food_notes if profile.age_months < n.before_months)


def shown(profile: Profile, knowledge: Knowledge) -> tuple[Food, ...]:
    """The foods of the plan without those on which somebody of this age can choke."""
    left_out = {food for note in notes(profile, knowledge) for food in note.leave_out}
    return tuple(food for food in knowledge.foods if food.id not in left_out)
