/** Published titles that patterns cite, each written once. ATT&CK names as of v18.1 (© The MITRE Corporation). */
export const T1621 = 'ATT&CK T1621 Multi-Factor Authentication Request Generation';
export const T1078_004 = 'ATT&CK T1078.004 Valid Accounts: Cloud Accounts';
export const T1110_003 = 'ATT&CK T1110.003 Brute Force: Password Spraying';
export const T1550_004 = 'ATT&CK T1550.004 Use Alternate Authentication Material: Web Session Cookie';
export const T1556_006 = 'ATT&CK T1556.006 Modify Authentication Process: Multi-Factor Authentication';
export const T1098_001 = 'ATT&CK T1098.001 Account Manipulation: Additional Cloud Credentials';
export const T1090 = 'ATT&CK T1090 Proxy';
export const T1548_005 = 'ATT&CK T1548.005 Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access';
export const SP_800_63B = 'NIST SP 800-63B-4';
export const SP_800_207 = 'NIST SP 800-207';
export const CSF_DE_CM_03 = 'NIST CSF 2.0 DE.CM-03';
export const CSF_DE_CM_09 = 'NIST CSF 2.0 DE.CM-09';
export const NHI2 = 'OWASP NHI2:2025 Secret Leakage';
export const NHI4 = 'OWASP NHI4:2025 Insecure Authentication';
export const NHI7 = 'OWASP NHI7:2025 Long-Lived Secrets';
