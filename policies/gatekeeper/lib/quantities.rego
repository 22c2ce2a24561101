# Kubernetes' quantities, such as "500m" and "4Gi".
package lib.quantities

# A quantity as a number. It is undefined for any other text, and every caller must then refuse the pod.
amount(quantity) := units.parse(sprintf("%v", [quantity]))
