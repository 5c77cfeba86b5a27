"""What notebook 11 states in its text, computed. What training decides may differ a little between machines."""

from computed import lecture

NB = "11_everybody"
module, at = lecture("everybody")
