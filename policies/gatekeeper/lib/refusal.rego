# The form of a refusal.
package lib.refusal

# The fault and the correction, with the address of the policy's page. A policy without a page refuses too.
because(text) := {"msg": sprintf("%s. See %s", [text, object.get(input, ["parameters", "page"], "the policy's page")])}
