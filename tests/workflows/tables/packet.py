"""Who may do what with a vendor's packet, in each of its states, and what each act must say (PROC-1 to PROC-6).

`requester` is the member of staff who invited the vendor. What the vendor does through its link stands in VENDOR.
"""

from django.utils import timezone

from tests.packet_paths import PacketPath

_OUT = {"requester": ({"withdraw"}, set()), "procurement": ({"withdraw"}, set())}
_UNDONE = {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())}
PACKET: dict[str, dict[str, tuple[set, set]]] = {
    "invited": _OUT,
    "in-progress": _OUT,
    "expired": {
        "requester": ({"renew_link", "withdraw"}, {"link"}),
        "procurement": ({"renew_link", "withdraw"}, set()),
    },
    "complete": _OUT | {"procurement": ({"send_to_reviews", "return_to_vendor", "decline", "withdraw"}, {"check"})},
    "under-review": _OUT
    | {
        "it-director": (set(), {"packet-it"}),
        "risk-management": (set(), {"packet-risk"}),
        "general-counsel": (set(), {"packet-counsel"}),
    },
    "deciding": _OUT
    | {
        "procurement": ({"send_to_board", "send_to_signing", "return_to_vendor", "decline", "withdraw"}, {"way"}),
    },
    "board": _OUT | {"board-secretary": ({"board_approves", "board_refuses"}, {"board"})},
    "signing": _OUT | {"it-director": ({"sign_off"}, {"signing"})},
    "in-force": {},
    "declined": _UNDONE,
    "withdrawn": _UNDONE,
}
# State → the moves that the holder of a working link makes there.
VENDOR = {"invited": {"begin"}, "in-progress": {"hand_in"}}


def packet_in(cast, state: str):
    return PacketPath(cast).to(state)


def doubted(cast, **columns):
    """The reviews are in, and General Counsel does not accept that SOPPA does not apply."""
    path = PacketPath(cast, **columns)
    path.sent()
    path.review("packet-it")
    path.review("packet-risk")
    return path.review("packet-counsel", accepts_not_subject="no")


def withdrawn_halfway(cast):
    path = PacketPath(cast)
    path.begun()
    return path.do("withdraw", path.sponsor, rationale="Nobody wants it any more.")


def declined_by_risk(cast, **columns):
    return PacketPath(cast, **columns).reviewed(risk="decline")


BROKEN = {
    ("hand_in", "packet_is_complete"): lambda c: PacketPath(c).begun(),
    ("reviews_are_in", "all_have_answered"): lambda c: PacketPath(c).sent(),
    ("send_to_board", "board_is_needed"): lambda c: PacketPath(c).reviewed(),
    ("send_to_board", "exemption_is_settled"): lambda c: doubted(c, board_flag=True),
    ("send_to_signing", "board_is_not_needed"): lambda c: PacketPath(c, board_flag=True).reviewed(),
    ("send_to_signing", "exemption_is_settled"): doubted,
    ("sign_off", "agreement_is_in_force"): lambda c: PacketPath(c).to_be_signed(),
    ("reopen", "packet_is_complete"): withdrawn_halfway,
}
WHY = {"rationale": "The order form names another product."}
MET = {"meeting_on": timezone.localdate()}
SAID = {
    ("return_to_vendor", "rationale_given"): (lambda c: PacketPath(c).handed_in(), WHY, "rationale"),
    ("decline", "rationale_given"): (lambda c: PacketPath(c).handed_in(), WHY, "rationale"),
    ("send_to_board", "vendor_overruling_explained"): (
        lambda c: declined_by_risk(c, board_flag=True),
        WHY,
        "rationale",
    ),
    ("send_to_signing", "vendor_overruling_explained"): (declined_by_risk, WHY, "rationale"),
    ("board_approves", "meeting_named"): (lambda c: PacketPath(c).before_board(), MET, "meeting_on"),
    ("board_refuses", "meeting_named"): (lambda c: PacketPath(c).before_board(), MET | WHY, "meeting_on"),
    ("board_refuses", "rationale_given"): (lambda c: PacketPath(c).before_board(), MET | WHY, "rationale"),
    ("withdraw", "rationale_given"): (lambda c: PacketPath(c).fresh, WHY, "rationale"),
    ("reopen", "rationale_given"): (lambda c: PacketPath(c).to("declined"), WHY, "rationale"),
}
ANSWERED = {
    (key, "review_explained"): (lambda c: PacketPath(c).sent(), "decline", WHY, {"rationale"})
    for key in ("packet-it", "packet-risk", "packet-counsel")
}
HOLDERS = {"packet-it": "it-director", "packet-risk": "risk-management", "packet-counsel": "general-counsel"}
