# How a policy refuses.
package lib.refusal

# What is wrong and what to write instead, with the policy's page. Without a page it refuses all the same.
because(text) := {"msg": sprintf("%s. See %s", [text, object.get(input, ["parameters", "page"], "the policy's page")])}
