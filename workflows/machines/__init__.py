"""One module a procedure, in the order of its document."""

from workflows.machines.agreement import AgreementMachine
from workflows.machines.equip import EquipMachine
from workflows.machines.macro import MacroMachine
from workflows.machines.micro import Micro
from workflows.machines.offboarding import OffboardingMachine
from workflows.machines.packet import PacketMachine
from workflows.machines.public_record import BreachMachine, ConfirmationMachine, RightsMachine
from workflows.machines.renewal import RenewalMachine, ReviewMachine
from workflows.machines.soft import SoftMachine

MACHINES = {
    machine.machine_kind: machine
    for machine in (
        Micro,
        EquipMachine,
        SoftMachine,
        MacroMachine,
        PacketMachine,
        AgreementMachine,
        RenewalMachine,
        ReviewMachine,
        OffboardingMachine,
        ConfirmationMachine,
        RightsMachine,
        BreachMachine,
    )
}

REQUESTS = tuple(kind for kind, machine in MACHINES.items() if machine.is_request)
ABOUT_PRODUCTS = tuple(kind for kind, machine in MACHINES.items() if machine.finds_data_in)

__all__ = [
    "ABOUT_PRODUCTS",
    "MACHINES",
    "REQUESTS",
    "AgreementMachine",
    "BreachMachine",
    "ConfirmationMachine",
    "EquipMachine",
    "MacroMachine",
    "Micro",
    "OffboardingMachine",
    "PacketMachine",
    "RenewalMachine",
    "ReviewMachine",
    "RightsMachine",
    "SoftMachine",
]
