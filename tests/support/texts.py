"""Texts written for the tests: one letter, right and with mistakes, and a task."""

PROMPT = (
    "Mrs. Villanueva from Iloilo writes that her electric kettle came with a broken lid and that "
    "nobody has answered her first two messages. Write her a reply of 120 to 200 words. Say sorry, "
    "tell her what happens next and when, and offer her a choice between a new kettle and her "
    "money back."
)

GOOD = """Dear Mrs. Villanueva,

Thank you for writing to us again, and please accept my apologies for the two messages that were
left without an answer. I can imagine how annoying it was to open the box and find a broken lid.

I have already spoken with our warehouse in Cebu. They packed the kettle too loosely, so the damage
is our mistake and you will not have to pay for anything. If you would like a new kettle, we will
send it tomorrow, and it should reach you within three working days. If you prefer a refund, the
money will be back on your card by next Friday. Whichever you choose, a rider will pick up the
broken one from your house, so there is no need to bring it to a branch.

Please let me know which of the two suits you better. My name is Aileen, and I will stay with your
case until it is solved.

Kind regards,
Aileen Bautista"""

WEAK = """Dear Mrs. Villanueva,

Thank you for write to us again and please accept my apology for the two message that was left
without a answer. I can imagine how it is annoying to open the box and found broken lid.

I already speak with our warehouse at Cebu. They was packed the kettle too loose so the damage is
our mistake and you will not have pay nothing. If you would like new kettle we send it tommorow, and
it should reaching you within three working day. If you prefer the refund, the money will back on
your card in next friday. Whichever you choose, the rider will picks up the broken one on your
house, so there is no need to bring to the branch.

Please let me to know which of two suits you more better. My name is Aileen and I will staying with
your case until it solve.

Kind regards,
Aileen Bautista"""

SIMPLE = """I work in a small shop near the market. Every day I open the shop at eight and I clean
the floor. Then I put the new things on the shelf and I wait for the people. Most of the people come
in the morning because they buy bread and eggs. In the afternoon it is quiet, so I count the money
and I write the things that we need. My boss comes at five and he looks at the list. He is a kind
man and he never shouts. When the shop is full, my sister helps me. She is good with people and she
always smiles. We close at nine in the evening and walk home together. I like my work because I talk
to many people and I learn something new every day. One day I want to have a shop of my own."""


OWN = (
    "Good morning ma'am, I am really sorry that the fan arrived broken. I will send you a new one "
    "today, and our rider will bring it within three days. He will also pick up the broken one, "
    "which costs you nothing. Please keep the box until he comes. Is there anything else?"
)


OTHER = (
    "Hello, thank you for waiting. I understand that your electric fan came with a broken blade "
    "and I apologise for that. Another unit leaves our warehouse this afternoon. It reaches you "
    "in three days at most. Kindly prepare the damaged item in its box, because the same courier "
    "collects it free of charge. May I help with anything more today?"
)
