; What the Windows installer does besides laying the files down. electron-builder's script calls these macros.
;
;   madoguchi-….exe /S [/HUB=https://hub.example.ac.jp] [/TOKENFILE=C:\path\token.txt | /TOKEN=…]
;
; The agent is a task of the system that begins with Windows: Node is no service, and no wrapper of somebody else has to be
; trusted. It runs as LocalSystem, because Windows opens raw security keys to nobody less.

!include FileFunc.nsh
!include LogicLib.nsh

!define MADOGUCHI_TASK "Madoguchi agent"
; With the variables of all users, as every macro below sets them: C:\ProgramData\Madoguchi.
!define MADOGUCHI_DATA "$APPDATA\Madoguchi"

!macro customHeader
  Var madoguchiHub
  Var madoguchiTokenFile
  Var madoguchiToken
!macroend

; Refuses a word that would end its own quotes in the settings file; Windows' own quoting has been taken off already.
!macro madoguchiRefuse NAME VALUE
  ${If} "${VALUE}" != ""
    StrLen $R8 "${VALUE}"
    StrCpy $R9 0
    ${DoWhile} $R9 < $R8
      StrCpy $R7 "${VALUE}" 1 $R9
      ${If} $R7 == '"'
      ${OrIf} $R7 == "\"
      ${OrIf} $R7 == " "
        DetailPrint "/${NAME}: no quotes, backslashes or spaces"
        SetErrorLevel 2
        Abort
      ${EndIf}
      IntOp $R9 $R9 + 1
    ${Loop}
  ${EndIf}
!macroend

; Anybody may make folders in ProgramData, and stays their owner: settings or a pinned root that were laid there before us
; would be believed. What belongs neither to the system nor to administrators, or leads elsewhere, is moved out of the way.
; Nothing is moved unless that was read: a station keeps its state where PowerShell can't say.
!macro madoguchiOwnFolder
  ${If} ${FileExists} "${MADOGUCHI_DATA}\*.*"
    nsExec::Exec '"$SYSDIR\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "if (((Get-Item -Force -LiteralPath $\'${MADOGUCHI_DATA}$\').Attributes -band 1024) -or (Get-Acl -LiteralPath $\'${MADOGUCHI_DATA}$\').Sddl -notmatch $\'^O:(SY|BA)$\') { exit 3 }"'
    Pop $R0
    ${If} $R0 == 3
      System::Call 'kernel32::GetTickCount() i .R1'
      ClearErrors
      Rename "${MADOGUCHI_DATA}" "${MADOGUCHI_DATA}.not-ours-$R1"
      ${If} ${Errors}
        DetailPrint "${MADOGUCHI_DATA}: belongs to somebody else, and could not be moved away"
        SetErrorLevel 2
        Abort
      ${EndIf}
    ${EndIf}
  ${EndIf}
!macroend

!macro customInit
  SetShellVarContext all
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/HUB=" $madoguchiHub
  ${GetOptions} $R0 "/TOKENFILE=" $madoguchiTokenFile
  ${GetOptions} $R0 "/TOKEN=" $madoguchiToken
  ClearErrors
  ; The agent keeps its files open: it ends before they are replaced.
  nsExec::Exec '"$SYSDIR\schtasks.exe" /End /TN "${MADOGUCHI_TASK}"'
  Pop $R0
!macroend

!macro customInstall
  SetShellVarContext all
  !insertmacro madoguchiRefuse HUB "$madoguchiHub"
  !insertmacro madoguchiRefuse TOKEN "$madoguchiToken"
  ${If} $madoguchiHub != ""
    StrCpy $R0 $madoguchiHub 8
    ${If} $R0 != "https://"
      DetailPrint "/HUB: an address that begins with https://"
      SetErrorLevel 2
      Abort
    ${EndIf}
  ${EndIf}

  !insertmacro madoguchiOwnFolder
  ; State for the system and administrators alone; what the face needs can be read by whoever signs in.
  CreateDirectory "${MADOGUCHI_DATA}\state"
  CreateDirectory "${MADOGUCHI_DATA}\run"
  nsExec::Exec '"$SYSDIR\icacls.exe" "${MADOGUCHI_DATA}" /setowner *S-1-5-32-544'
  Pop $R0
  nsExec::Exec '"$SYSDIR\icacls.exe" "${MADOGUCHI_DATA}" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-11:RX'
  Pop $R0
  nsExec::Exec '"$SYSDIR\icacls.exe" "${MADOGUCHI_DATA}\run" /grant:r *S-1-5-11:(OI)(CI)RX'
  Pop $R0
  ${IfNot} ${FileExists} "${MADOGUCHI_DATA}\station.json"
    FileOpen $R1 "${MADOGUCHI_DATA}\station.json" w
    FileWrite $R1 '{$\r$\n'
    FileWrite $R1 '  "stateFolder": "C:\\ProgramData\\Madoguchi\\state",$\r$\n'
    FileWrite $R1 '  "runtimeFolder": "C:\\ProgramData\\Madoguchi\\run",$\r$\n'
    FileWrite $R1 '  "faceGroup": null,$\r$\n'
    ${If} $madoguchiHub != ""
      FileWrite $R1 '  "hub": { "url": "$madoguchiHub" },$\r$\n'
    ${Else}
      FileWrite $R1 '  "hub": null,$\r$\n'
    ${EndIf}
    FileWrite $R1 '  "directory": null,$\r$\n'
    FileWrite $R1 '  "softwareKeys": null$\r$\n'
    FileWrite $R1 '}$\r$\n'
    FileClose $R1
  ${EndIf}

  ; A token on the command line of the installer goes on in a file: every program can see command lines.
  ${If} $madoguchiToken != ""
    StrCpy $madoguchiTokenFile "$PLUGINSDIR\token.txt"
    FileOpen $R1 "$madoguchiTokenFile" w
    FileWrite $R1 "$madoguchiToken"
    FileClose $R1
  ${EndIf}
  ${If} $madoguchiTokenFile != ""
  ${AndIf} $madoguchiHub != ""
    nsExec::ExecToLog '"$INSTDIR\resources\agent\node.exe" "$INSTDIR\resources\agent\dist\node\cli.mjs" enrol --settings "${MADOGUCHI_DATA}\station.json" --hub "$madoguchiHub" --token-file "$madoguchiTokenFile" --wait 60'
    Pop $R0
    ; Enrolled or not, the installation stands; the log and doctor say which, and the token of a hub out of reach is good.
    DetailPrint "enrol: $R0"
    ${If} $madoguchiToken != ""
      Delete "$madoguchiTokenFile"
    ${EndIf}
  ${EndIf}

  SetOutPath "$PLUGINSDIR"
  File "/oname=$PLUGINSDIR\agent-task.xml" "${BUILD_RESOURCES_DIR}\windows\agent-task.xml"
  nsExec::ExecToLog '"$SYSDIR\schtasks.exe" /Create /F /TN "${MADOGUCHI_TASK}" /XML "$PLUGINSDIR\agent-task.xml"'
  Pop $R0
  ${If} $R0 != 0
    DetailPrint "the agent's task could not be made: $R0"
    SetErrorLevel 1
    Abort
  ${EndIf}
  nsExec::Exec '"$SYSDIR\schtasks.exe" /Run /TN "${MADOGUCHI_TASK}"'
  Pop $R0
  FileOpen $R1 "$INSTDIR\madoguchi.cmd" w
  FileWrite $R1 '@"%~dp0resources\agent\node.exe" "%~dp0resources\agent\dist\node\cli.mjs" %*$\r$\n'
  FileClose $R1
!macroend

!macro customUnInstall
  SetShellVarContext all
  nsExec::Exec '"$SYSDIR\schtasks.exe" /End /TN "${MADOGUCHI_TASK}"'
  Pop $R0
  ; An update removes the old version first: the station's state and its task stay.
  ${IfNot} ${isUpdated}
    nsExec::Exec '"$SYSDIR\schtasks.exe" /Delete /F /TN "${MADOGUCHI_TASK}"'
    Pop $R0
    ${GetParameters} $R0
    ClearErrors
    ; Only whoever says so loses what waits to be sent: Uninstall… /S /PURGE
    ${GetOptions} $R0 "/PURGE" $R1
    ${IfNot} ${Errors}
      RMDir /r "${MADOGUCHI_DATA}"
    ${EndIf}
  ${EndIf}
  Delete "$INSTDIR\madoguchi.cmd"
!macroend
