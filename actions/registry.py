"""Which actions are there?"""

from actions import cases, complaint, first, topics
from actions.base import KawanAction
from bot.conversation.turn import Services

ACTIONS: tuple[type[KawanAction], ...] = (
    first.Start,
    first.SetLanguage,
    first.SetOrigin,
    first.SetDestination,
    first.ChangeLanguage,
    first.ChangeCorridor,
    first.Menu,
    first.Greet,
    topics.Answer,
    topics.Danger,
    topics.Offer,
    topics.Fallback,
    topics.Person,
    topics.Privacy,
    topics.Say,
    topics.Unsupported,
    complaint.MakeComplaint,
    complaint.UrgentCase,
    complaint.AnswerQuestion,
    complaint.EditAnswer,
    complaint.SendComplaint,
    complaint.RefuseConsent,
    complaint.Cancel,
    cases.ComplaintStatus,
    cases.AddToComplaint,
    cases.WithdrawComplaint,
    cases.OwnCase,
    cases.CaseWords,
    cases.DeleteMyData,
    cases.DeleteConfirmed,
)


def build_actions(services: Services) -> list[KawanAction]:
    """One of each, given its services."""
    return [action(services) for action in ACTIONS]
