# Kubernetes' quantities, such as "500m" and "4Gi".
package lib.quantities

# A quantity as a number; undefined where it is none, which every caller must take for a refusal.
amount(quantity) := units.parse(sprintf("%v", [quantity]))
