"""How is a message put into the words of a channel?

Not pure only in that templates are read. In: a payload and a form. Out: subject and body, by the owner's template or by
ours. The channels that speak to people act on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.alert.rendering.renderer import Form, Rendered, Renderer


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one channel.

    Args:
        template: of its owner's; "" for ours.
    """

    renderer: Renderer
    template: str = ""

    def of(self, payload: Mapping[str, object], form: Form) -> Rendered:
        """Render a payload."""
        return self.renderer.render(payload, form, self.template)

    def line(self, payload: Mapping[str, object]) -> str:
        """Give one line."""
        return self.of(payload, Form.LINE).body

    def text(self, payload: Mapping[str, object]) -> str:
        """Give plain text."""
        return self.of(payload, Form.PLAIN).body
